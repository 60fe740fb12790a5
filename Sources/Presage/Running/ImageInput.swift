import Tasks
import Tensor
import Vocabulary

/// A batch as the network reads it, in memory taken once.
struct ImageInput {
    /// The images, (B, features).
    let x: Matrix
    /// The labels, one-hot, (B, classes).
    let labels: Matrix
    private let shape: ImageShape
    private let isChannelsLast: Bool

    init(_ images: ImageSet, batch: Int, channelsLast: Bool) {
        x = Matrix(rows: batch, columns: images.shape.features)
        labels = Matrix(rows: batch, columns: images.classes)
        shape = images.shape
        isChannelsLast = channelsLast && shape.channels > 1
    }

    /// Takes over a batch, of `batch` images or fewer.
    func fill(_ batch: ImageBatch) {
        let rows = 0..<batch.count
        labels.fill(0)
        for row in rows { labels[row, Int(batch.labels[row])] = 1 }
        guard isChannelsLast else {
            x.rows(rows).copy(from: batch.images)
            return
        }
        let pixels = shape.height * shape.width
        for row in rows {
            for channel in 0..<shape.channels {
                for pixel in 0..<pixels {
                    x[row, pixel * shape.channels + channel] =
                        batch.images[row * shape.features + channel * pixels + pixel]
                }
            }
        }
    }
}
