import CHDF5

// Elements as the library sees them when it writes.

extension Elements {
    /// The type in the file.
    func fileType(_ context: FileContext) throws(HDF5Error) -> Handle {
        let constant: hid_t
        switch self {
        case .float32: constant = hdf5_float32()
        case .float64: constant = hdf5_float64()
        case .int64: constant = hdf5_int64()
        case .strings: return try Library.stringType(length: nil, context)
        }
        return Handle(try check("H5Tcopy", context) { H5Tcopy(constant) }, H5Tclose)
    }

    /// The type in memory, for data whose type in the file is `fileType`.
    func memoryType(_ fileType: hid_t) -> hid_t {
        switch self {
        case .float32: hdf5_nativeFloat()
        case .float64: hdf5_nativeDouble()
        case .int64: hdf5_nativeInt64()
        case .strings: fileType
        }
    }

    /// Calls `body` with the elements as the library wants them in memory.
    func withPointer<Result>(_ body: (UnsafeRawPointer?) -> Result) -> Result {
        switch self {
        case .float32(let values): values.withUnsafeBytes { body($0.baseAddress) }
        case .float64(let values): values.withUnsafeBytes { body($0.baseAddress) }
        case .int64(let values): values.withUnsafeBytes { body($0.baseAddress) }
        case .strings(let values): withCStrings(values) { body(UnsafeRawPointer($0)) }
        }
    }
}
