import CZlib

/// Decompression of gzip files (RFC 1952), by zlib.
package enum Gunzip {
    /// What can be wrong with a gzip file.
    package enum Failure: Error, Hashable, Sendable {
        /// It ends before its checksum.
        case truncated
        /// It is not gzip's form, or not what its checksum says.
        case damaged
        /// More bytes come out of it than `limit`.
        case tooLarge(limit: Int)
        /// More than `limit` files are joined in it, as empty ones may be without end.
        case tooManyMembers(limit: Int)
    }

    /// What comes out at a time, in bytes: all that is ever taken beyond the limit.
    private static let chunk = 1 << 18
    /// The most members: as many as a block-wise compressor makes of the largest file.
    package static let memberLimit = 1 << 16

    /// Decompresses all members of a gzip file, one after the other.
    /// - Parameter limit: the most bytes that may come out.
    /// - Throws: `Failure`.
    /// - Precondition: `compressed` has less than 4 GiB.
    package static func bytes(_ compressed: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        // At one address throughout, which zlib checks.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let begun = zlib_beginGunzip(stream)
        precondition(begun == Z_OK, "zlib does not begin: code \(begun)")
        defer { inflateEnd(stream) }
        return try compressed.withUnsafeBufferPointer { (input) throws(Failure) in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var output: [UInt8] = []
            var members = 1
            let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: chunk)
            defer { room.deallocate() }
            while true {
                stream.pointee.next_out = room.baseAddress
                stream.pointee.avail_out = UInt32(chunk)
                let code = inflate(stream, Z_NO_FLUSH)
                output += room[..<(chunk - Int(stream.pointee.avail_out))]
                guard output.count <= limit else { throw .tooLarge(limit: limit) }
                switch code {
                case Z_OK: continue
                case Z_STREAM_END where stream.pointee.avail_in == 0: return output
                case Z_STREAM_END:
                    members += 1
                    guard members <= memberLimit else {
                        throw .tooManyMembers(limit: memberLimit)
                    }
                    inflateReset(stream)
                // There is room for output always, so it is input that is wanting.
                case Z_BUF_ERROR: throw .truncated
                default: throw .damaged
                }
            }
        }
    }
}
