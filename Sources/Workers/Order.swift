import Foundation

/// What the coordinator asks of its workers. Orders are numbered; a worker serves one after the other.
enum Order: Hashable, Codable {
    /// To measure its works and, with a neighbour, messages; what it has learned is spoilt.
    case calibrate(rounds: Int)
    /// To take over a state, which follows.
    case push
    /// To train.
    case round(Range<Int>)
    /// To hand over its part of the state.
    case pull
    /// To end.
    case end
}

/// What a worker answers, any number of times that it is at work, then one of the others.
enum Reply: Codable {
    case working
    case done
    case trained(WorkerReport)
    case measured(WorkerCosts)
    case failed(WorkerFault)
}

/// Values as the bytes of a message; numbers may be infinite or NaN.
enum Wire {
    private static let names = (infinity: "inf", negative: "-inf", nan: "nan")

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: names.infinity, negativeInfinity: names.negative, nan: names.nan)
        return [UInt8](try encoder.encode(value))
    }

    static func decode<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: names.infinity, negativeInfinity: names.negative, nan: names.nan)
        return try decoder.decode(Value.self, from: Data(bytes))
    }
}
