extension Configuration {
    /// The stable name of a run: a readable part from the axes it reads and a hash of its
    /// configuration, `truncation_3-method_sg_linear-seed_0.8f1d3c…`.
    ///
    /// Runs with the same result have the same name, wherever they stand in a sweep. However many
    /// axes there are, the name has at most 137 bytes, all of them ASCII: where the readable part
    /// would be longer, it ends with the last axis that fits.
    package func identity(axes: [SettingName]) -> String {
        let (canonical, read) = canonicalAndRead
        var readable = ""
        for axis in axes where read.contains(axis) {
            let place = "\(axis)_\(fileNamePart(canonical.value(of: axis)))"
            let longer = readable.isEmpty ? place : readable + "-" + place
            guard longer.utf8.count <= readableLimit else { break }
            readable = longer
        }
        return readable + "." + fingerprint(canonical.identifyingJSON.utf8)
    }
}

/// The most bytes of the readable part of a name. A file system's names have 255 bytes, some 143,
/// and temporaries add some to those of their files.
private let readableLimit = 120

/// The 64-bit FNV-1a hash (Fowler, Noll and Vo), in 16 hexadecimal digits. Names files and tells
/// data apart; it is no defence against forgery.
package func fingerprint(_ bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

/// A value reduced to what is safe in a file name; the hash keeps names apart.
private func fileNamePart(_ value: Value) -> String {
    let text = String(value.description.suffix(24))
    if text.utf8.allSatisfy(isPlain) { return text }
    return String(text.map { $0.asciiValue.map(isPlain) == true ? $0 : "_" })
}

/// Whether file names keep a byte; nearly all are kept.
private func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
}
