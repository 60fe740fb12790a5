import Foundation
import Testing
import Vocabulary

/// What `presage list` says that an experiment file can say. That all of it compiles, and gives the
/// thing of that word, is shown by `make example`, which builds the lists.
@Suite struct SpellingTests {
    /// The sources of this module.
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "Sources/Vocabulary")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.sources.appending(path: name), encoding: .utf8)
    }

    /// An entry is an expression and its own text.
    @Test func quantitiesAreCalledByWhatTheyAre() throws {
        let source = try text("Quantity+Listing.swift")
        let entries = source.matches(of: /\("(.+)", (.+)\),\n/)
        #expect(entries.count == Quantity.listing.count)
        for entry in entries { #expect(entry.1 == entry.2) }
        #expect(Quantity.listing.map(\.spelling) == entries.map { String($0.1) })
    }

    @Test func everyPublicQuantityIsListed() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        let declared = try files.filter { $0.hasPrefix("Quantity+") }.flatMap { file in
            try text(file).matches(of: /public static (?:let|var|func) (\w+(?:\(\w+)?)/).map {
                "." + $0.1
            }
        }.filter { $0 != ".bracketed(_" }
        let listed = Quantity.listing.map { entry in
            entry.spelling.firstMatch(of: /^\.\w+(?:\(\w+)?/).map { String($0.0) } ?? ""
        }
        #expect(declared.count > 80)
        #expect(declared.sorted() == listed.sorted())
        #expect(Set(Quantity.listing.map(\.quantity.name)).count == listed.count)
    }

    /// Rules that go without `.rule(…)` are declared under the name of their case, and give it.
    @Test func methodsAreCalledByWhatTheyAre() throws {
        let source = try text("Method.swift")
        for method in Method.allCases {
            guard let name = method.spelling.firstMatch(of: /^\.(\w+)/)?.1, name != "rule" else {
                continue
            }
            let constant = "public static let \(name) = "
            let function = "public static func \(name)("
            #expect(
                source.contains(constant + "rule(.\(name))")
                    || source.contains(constant + "layers(.\(name))")
                    || source.contains(function)
                        && source.contains("RecurrentRule.\(name).rawValue"),
                "\(method.name)")
        }
        #expect(Set(Method.allCases.map(\.spelling)).count == Method.allCases.count)
    }

    @Test func someSpellingsByHand() {
        #expect(Method.synthetic(.mlpSkip).spelling == ".synthetic(.mlpSkip)")
        #expect(
            Method.synthetic(.linear, .warmUp, .auxiliary).spelling
                == ".synthetic(.linear, .auxiliary, .warmUp)")
        #expect(Method.rule(.snap1).spelling == ".rule(.snap1)")
        #expect(Method.fullBPTT.spelling == ".fullBPTT")
        #expect(Method.directFeedback.spelling == ".directFeedback")
        #expect(Placement.layers(0, 3).spelling == ".layers(0, 3)")
        #expect(Placement.none.spelling == ".none" && Placement.all.spelling == ".all")
        #expect(Positions.positions(100, 300).spelling == ".positions(100, 300)")
        #expect("a \"b\"".spelling == "\"a \\\"b\\\"\"")
        #expect(true.spelling == "true" && 3.spelling == "3" && 1e-4.spelling == "0.0001")
        #expect(CellKind.lstmLayerNorm.spelling == ".lstmLayerNorm")
    }

    /// A setting's property and its name in `SettingName` are one word, so that lists of names may be
    /// read as lists of settings.
    @Test func settingsAreCalledByTheirProperties() throws {
        let cases = try text("SettingName.swift").matches(
            of: /case \.(\w+): Setting\.(\w+)\.declaration/)
        #expect(cases.count == SettingName.allCases.count)
        for match in cases {
            #expect(match.1 == match.2)
        }
        let spellings = SettingName.allCases.map(\.definition.spelling)
        #expect(spellings.sorted() == cases.map { String($0.1) }.sorted())
        #expect(
            SettingName.synthesizerLearningRate.definition.spelling == "synthesizerLearningRate")
        #expect(SettingName.trainingCharacters.definition.word == "train_characters")
        #expect(SettingName.trainingCharacters.definition.spelling == "trainingCharacters")
    }

    /// Every word of a choice has a spelling, and every default.
    @Test func wordsHaveSpellings() {
        for definition in SettingName.allCases.map(\.definition) {
            #expect(
                Set(definition.domain.words.map(Value.text)) == Set(definition.spellings.keys),
                "\(definition.word)")
            if let spelling = definition.spellings[definition.defaultValue] {
                #expect(spelling == definition.defaultSpelling)
            }
        }
        #expect(SettingName.cell.definition.spellings[.text("lstm_layer_norm")] == ".lstmLayerNorm")
        #expect(SettingName.batchNormalization.definition.defaultSpelling == "true")
        #expect(SettingName.data.definition.defaultSpelling == "\"bible-kjv\"")
    }
}
