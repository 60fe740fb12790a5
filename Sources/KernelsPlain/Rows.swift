@inline(__always)
func addBias(rows: Int, columns: Int, matrix: Target, bias: Source) {
    for row in 0..<rows { addRow(bias, to: matrix + row * columns, columns) }
}

@inline(__always)
func addColumnSums(rows: Int, columns: Int, matrix: Source, sums: Target) {
    for row in 0..<rows { addRow(matrix + row * columns, to: sums, columns) }
}

@inline(__always)
func scatterAddRows(
    count: Int, columns: Int, rows: Source, indices: UnsafePointer<Int32>, table: Target
) {
    for row in 0..<count where indices[row] >= 0 {
        addRow(rows + row * columns, to: table + Int(indices[row]) * columns, columns)
    }
}

@inline(__always)
func gatherRows(
    count: Int, columns: Int, table: Source, indices: UnsafePointer<Int32>, rows: Target,
    adding: Bool
) {
    for row in 0..<count {
        let target = rows + row * columns
        if !adding { target.update(repeating: 0, count: columns) }
        if indices[row] >= 0 { addRow(table + Int(indices[row]) * columns, to: target, columns) }
    }
}

@inline(__always)
func addProductSums(rows: Int, columns: Int, a: Source, b: Source, sums: Target) {
    for row in 0..<rows {
        forEachVector(columns) { offset, lanes in
            let at = row * columns + offset
            let sum = fma(load(a + at, lanes), load(b + at, lanes), load(sums + offset, lanes))
            store(sum, sums + offset, lanes)
        }
    }
}

@inline(__always)
private func addRow(_ source: Source, to target: Target, _ columns: Int) {
    forEachVector(columns) { offset, lanes in
        store(load(target + offset, lanes) + load(source + offset, lanes), target + offset, lanes)
    }
}
