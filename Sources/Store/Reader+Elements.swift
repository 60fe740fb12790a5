import CHDF5

extension Reader {
    /// Reads `count` elements of a type in the file as the nearest kind in memory.
    func elements(
        of type: hid_t, count: Int, _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> Elements {
        let size = H5Tget_size(type)
        switch H5Tget_class(type) {
        case H5T_FLOAT where size == 4:
            return .float32(try numbers(count, hdf5_nativeFloat(), read))
        case H5T_FLOAT where size == 8:
            return .float64(try numbers(count, hdf5_nativeDouble(), read))
        case H5T_INTEGER where size < 8 || size == 8 && H5Tget_sign(type) == H5T_SGN_2:
            return .int64(try numbers(count, hdf5_nativeInt64(), read))
        case H5T_STRING where H5Tis_variable_str(type) > 0:
            return .strings(try strings(count, read))
        case H5T_STRING:
            return .strings(try strings(count, length: size, type, read))
        default: throw unsupported(.type)
        }
    }

    private func numbers<Number: Numeric>(
        _ count: Int, _ memory: hid_t, _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> [Number] {
        var numbers = [Number](repeating: 0, count: count)
        guard count > 0 else { return numbers }
        _ = try call("reading") { numbers.withUnsafeMutableBytes { read(memory, $0.baseAddress) } }
        return numbers
    }

    private func strings(
        _ count: Int, _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> [String] {
        guard count > 0 else { return [] }
        let memory: Handle
        do { memory = try Library.stringType(length: nil, context) } catch { throw .damaged(error) }
        let id = memory.id
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        defer { for pointer in pointers { H5free_memory(pointer) } }
        _ = try call("reading") { pointers.withUnsafeMutableBytes { read(id, $0.baseAddress) } }
        return pointers.map { $0.map { String(cString: $0) } ?? "" }
    }

    /// Strings of a common length, zeros at the end left out.
    private func strings(
        _ count: Int, length: Int, _ type: hid_t,
        _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> [String] {
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count * length)
        _ = try call("reading") { bytes.withUnsafeMutableBytes { read(type, $0.baseAddress) } }
        return (0..<count).map { index in
            let field = bytes[index * length..<(index + 1) * length]
            return String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
