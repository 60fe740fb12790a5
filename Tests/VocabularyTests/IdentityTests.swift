import Testing
import Vocabulary

/// A cell's name is bounded, whatever the axes and values; its hash tells cells apart.
@Suite struct IdentityTests {
    @Test func aNameFitsWhateverTheAxes() {
        var configuration = Configuration()
        configuration[.task] = .text
        configuration[.data] = String(repeating: "漢", count: 5000)
        configuration[.method] = .synthetic(.mlp, .conditioned, .warmUp)
        let axes = SettingName.allCases
        let name = configuration.identity(axes: axes)
        // Every file system has room for names of 143 bytes.
        #expect(name.utf8.count + ".h5".utf8.count <= 143)
        #expect(name.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "/") })
        // The part that is cut off is in the hash.
        var other = configuration
        other[.seed] = 1
        #expect(other.identity(axes: axes) != name)
        #expect(other.identity(axes: axes).hasPrefix("task_text-"))
    }

    @Test func aShortNameNamesEveryAxis() {
        var configuration = Configuration()
        configuration[.method] = .synthetic(.linear)
        #expect(
            configuration.identity(axes: [.truncation, .method, .units, .learningRate, .seed])
                .hasPrefix("truncation_5-method_sg_linear-units_64-learning_rate_0.001-seed_0."))
    }

    @Test func everyNumberOfAxesHasABoundedName() {
        let configuration = Configuration()
        for count in 0...SettingName.allCases.count {
            let axes = Array(SettingName.allCases.prefix(count))
            #expect(configuration.identity(axes: axes).utf8.count <= 137)
        }
    }
}
