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
    }

    /// What comes out at a time, in bytes: all that is ever taken beyond the limit.
    private static let chunk = 1 << 18

    /// Decompresses all members of a gzip file, one after the other.
    /// - Parameter limit: the most bytes that may come out.
    /// - Throws: `Failure`.
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
            while true {
                let code = inflateChunk(stream, into: &output)
                guard output.count <= limit else { throw .tooLarge(limit: limit) }
                switch code {
                case Z_OK: continue
                case Z_STREAM_END where stream.pointee.avail_in == 0: return output
                case Z_STREAM_END: inflateReset(stream)
                // There is room for output always, so it is input that is wanting.
                case Z_BUF_ERROR: throw .truncated
                default: throw .damaged
                }
            }
        }
    }

    /// Appends what comes out next; zlib's code of how that went.
    private static func inflateChunk(
        _ stream: UnsafeMutablePointer<z_stream>, into output: inout [UInt8]
    ) -> Int32 {
        var code = Z_OK
        output += [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            code = inflate(stream, Z_NO_FLUSH)
            count = buffer.count - Int(stream.pointee.avail_out)
        }
        return code
    }
}
