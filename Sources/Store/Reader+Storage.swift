import CHDF5

/// What a file may still make its reader do.
final class Allowance {
    /// No file holds more than so many times its own bytes: deflate packs 1,032 zeros into one.
    private static let highestRatio = 1100
    let fileSize: Int
    private var bytes: Int
    private var entered: Set<UInt64> = []

    init(fileSize: Int) {
        self.fileSize = fileSize
        bytes = min(RegularFile.limit, fileSize * Self.highestRatio)
    }

    /// Takes in the address of an object; false when it was there already.
    func enters(_ address: UInt64) -> Bool { entered.insert(address).inserted }

    /// The number of elements of a shape, whose bytes are taken off the allowance.
    /// - Throws: `StoreError.unsupported` when they are more than what is left.
    func count(_ shape: [Int], of size: Int, _ reader: Reader) throws(StoreError) -> Int {
        var (count, needed) = (1, size)
        for length in shape {
            let (product, isTooMany) = count.multipliedReportingOverflow(by: length)
            count = product
            if isTooMany { throw reader.unsupported(.size(shape: shape)) }
        }
        let (total, isTooMany) = needed.multipliedReportingOverflow(by: count)
        needed = total
        guard !isTooMany, needed <= bytes else { throw reader.unsupported(.size(shape: shape)) }
        bytes -= needed
        return count
    }
}

extension Reader {
    /// Checks that a dataset lies in the file itself, in pieces no larger than itself, packed only as
    /// this program packs: the library loads other filters from wherever the environment says.
    func checkStorage(of dataset: hid_t, elements: Int) throws(StoreError) {
        let list = Handle(
            try call("H5Dget_create_plist") { H5Dget_create_plist(dataset) }, H5Pclose)
        let id = list.id
        switch H5Pget_layout(id) {
        case H5D_COMPACT: return
        case H5D_CONTIGUOUS:
            guard H5Pget_external_count(id) == 0 else { throw unsupported(.storage) }
        case H5D_CHUNKED:
            var lengths = [hsize_t](repeating: 0, count: Int(H5S_MAX_RANK))
            let rank = try call("H5Pget_chunk") {
                H5Pget_chunk(id, Int32(lengths.count), &lengths)
            }
            let chunk = lengths.prefix(Int(rank)).reduce(1.0) { $0 * Double($1) }
            guard chunk <= Double(max(elements, 1 << 16)) else { throw unsupported(.chunk) }
            try checkFilters(id)
            if allowance.fileSize > Self.mostPackedBytes { try checkChunks(of: dataset) }
        default: throw unsupported(.storage)
        }
    }

    /// The most bytes that a chunk may have when packed. The library unpacks all that is in one, which
    /// can be 1,032 times as much, whatever the size of the data should be.
    static let mostPackedBytes = 1 << 22
    private static let mostChunks: hsize_t = 8192

    private func checkChunks(of dataset: hid_t) throws(StoreError) {
        let space = Handle(try call("H5Dget_space") { H5Dget_space(dataset) }, H5Sclose)
        let id = space.id
        var count: hsize_t = 0
        _ = try call("H5Dget_num_chunks") { H5Dget_num_chunks(dataset, id, &count) }
        guard count <= Self.mostChunks else { throw unsupported(.chunk) }
        for index in 0..<count {
            var (bytes, mask, address) = (hsize_t(0), UInt32(0), haddr_t(0))
            _ = try call("H5Dget_chunk_info") {
                H5Dget_chunk_info(dataset, id, index, nil, &mask, &address, &bytes)
            }
            guard bytes <= Self.mostPackedBytes + 65536 else { throw unsupported(.chunk) }
        }
    }

    private func checkFilters(_ list: hid_t) throws(StoreError) {
        for index in 0..<max(0, H5Pget_nfilters(list)) {
            var (flags, count, configuration) = (UInt32(0), 0, UInt32(0))
            let filter = try call("H5Pget_filter2") {
                H5Pget_filter2(list, UInt32(index), &flags, &count, nil, 0, nil, &configuration)
            }
            guard [H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE, H5Z_FILTER_FLETCHER32].contains(filter)
            else { throw unsupported(.filter(Int(filter))) }
        }
    }
}
