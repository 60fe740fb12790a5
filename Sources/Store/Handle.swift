import CHDF5

/// Owns one identifier of the library and closes it.
struct Handle: ~Copyable {
    let id: hid_t
    private let closer: @convention(c) (hid_t) -> herr_t

    init(_ id: hid_t, _ closer: @escaping @convention(c) (hid_t) -> herr_t) {
        self.id = id
        self.closer = closer
    }

    deinit { _ = closer(id) }

    /// Closes the identifier now, so that a failure is seen.
    consuming func close(_ operation: String, _ context: FileContext) throws(HDF5Error) {
        let (id, closer) = (id, closer)
        discard self
        _ = try check(operation, context) { closer(id) }
    }
}

/// The library's settings, made once before it is used.
enum Library {
    /// Whether the library's own exit handler is off: it crashes when a disk filled up, and
    /// everything is closed by hand.
    private static let isReady: Bool = H5dont_atexit() >= 0

    /// Has to be called before the library is, on every thread: its printer of errors is a property of
    /// the thread.
    static func prepare() {
        precondition(isReady, "libhdf5 could not be set up")
        H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
    }

    /// The library's version, such as "1.10.8".
    static var version: String {
        prepare()
        var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
        H5get_libversion(&major, &minor, &release)
        return "\(major).\(minor).\(release)"
    }

    /// The UTF-8 string type of a length in bytes, padded with zeros; nil: of variable length.
    static func stringType(
        length: Int?, _ context: FileContext
    ) throws(HDF5Error) -> Handle {
        let type = Handle(try check("H5Tcopy", context) { H5Tcopy(hdf5_cString()) }, H5Tclose)
        let id = type.id
        _ = try check("H5Tset_size", context) { H5Tset_size(id, length ?? hdf5_variable()) }
        _ = try check("H5Tset_cset", context) { H5Tset_cset(id, H5T_CSET_UTF8) }
        if length != nil {
            _ = try check("H5Tset_strpad", context) { H5Tset_strpad(id, H5T_STR_NULLPAD) }
        }
        return type
    }
}

/// The library's defaults, H5P_DEFAULT and H5S_ALL.
let asUsual: hid_t = 0

/// Calls `body` with the texts as C strings, valid during the call.
func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    let bytes = texts.map { $0.utf8CString }
    var length = 0
    let starts = bytes.map { text in
        defer { length += text.count }
        return length
    }
    let joined = bytes.flatMap { $0 }
    return joined.withUnsafeBufferPointer { characters in
        var pointers = starts.map { start in characters.baseAddress.map { $0 + start } }
        return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }
}
