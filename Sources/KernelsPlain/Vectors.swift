import CKernels

typealias Vector = SIMD16<Float>
typealias WideVector = SIMD16<Double>
typealias Source = UnsafePointer<Float>
typealias Target = UnsafeMutablePointer<Float>

/// Calls `body(offset, lanes)` for consecutive vectors of `count` floats: 16 lanes each but for the
/// last, which has what is left.
@inline(__always)
func forEachVector(_ count: Int, _ body: (_ offset: Int, _ lanes: Int) -> Void) {
    let whole = count & ~15
    var offset = 0
    while offset < whole {
        body(offset, 16)
        offset &+= 16
    }
    if whole < count { body(whole, count &- whole) }
}

/// The first `lanes` floats at `pointer`, the others `padding`.
@inline(__always)
func load(_ pointer: Source, _ lanes: Int, padding: Float = 0) -> Vector {
    if lanes == 16 { return UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self) }
    return vector16_loadFirst(pointer, lanes, padding)
}

/// Writes the first `lanes` lanes.
@inline(__always)
func store(_ vector: Vector, _ pointer: Target, _ lanes: Int) {
    if lanes == 16 {
        UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
    } else {
        vector16_storeFirst(vector, pointer, lanes)
    }
}

@inline(__always)
func splat(_ value: Float) -> Vector { Vector(repeating: value) }

@inline(__always)
func fma(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector { vector16_fma(a, b, c) }

/// The sum of the lanes, in lane order.
@inline(__always)
func total(_ vector: WideVector) -> Double {
    var sum = 0.0
    for lane in 0..<16 { sum += vector[lane] }
    return sum
}
