import Foundation

/// The 64-bit FNV-1a hash (Fowler, Noll and Vo), in 16 hexadecimal digits. Names files and tells
/// data apart; it is no defence against forgery.
public func fingerprint(_ bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

/// The stable name of a cell: a readable part from its axes and a hash of its whole configuration,
/// `truncation_3-method_sg_linear-seed_0-8f1d3c…`.
func cellIdentity(axes: [Assignment], configuration: Configuration) -> String {
    let readable = axes.map { "\($0.setting)_\(fileNamePart($0.value))" }
    return (readable + [fingerprint(configuration.json.utf8)]).joined(separator: "-")
}

/// A value reduced to what is safe in a file name; the hash keeps names apart.
private func fileNamePart(_ value: Value) -> String {
    let text = String(value.description.suffix(24))
    if text.utf8.allSatisfy(isPlain) { return text }
    return String(text.map { $0.asciiValue.map(isPlain) == true ? $0 : "_" })
}

/// Whether a byte is one that file names keep; nearly all are.
private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
    default: false
    }
}

/// The members of a flat JSON object as text; empty when `json` is not one.
func jsonMembers(_ json: String) -> [String: String] {
    let parsed = try? JSONSerialization.jsonObject(with: Data(json.utf8))
    guard let members = parsed as? [String: Any] else { return [:] }
    return members.mapValues { "\($0)" }
}
