/// Whether a group or dataset may have this name, which every reader can use: a letter, then letters,
/// digits and underscores.
package func isValidName(_ name: String) -> Bool {
    guard let first = name.utf8.first, letters.contains(first | 0x20) else { return false }
    return name.utf8.count <= longestName
        && name.utf8.allSatisfy {
            letters.contains($0 | 0x20) || digits.contains($0) || $0 == UInt8(ascii: "_")
        }
}

private let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
private let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

/// The longest name of a group, dataset or attribute, in bytes.
let longestName = 255

/// The NAME by which netCDF-4 marks a dimension that has no values.
let bareDimensionMark = "This is a netCDF dimension but not a netCDF variable."

/// The attribute that names a dataset's dimensions once more, since the library can crash on a list of
/// its own that is damaged; of a group, the dimensions in it that have no values.
let dimensionsName = "dimensions"

/// The attribute every float dataset has: missing is NaN, never 0.
let fillValueName = "_FillValue"
