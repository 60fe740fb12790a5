import Foundation
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Reports

@Suite struct ReportWriterTests {
    private func written(to folder: borrowing TemporaryFolder) throws -> String {
        let plan = try Plan(sample, size: .smoke)
        return try ReportWriter.write(plan, sampleRecord(plan), to: folder.path)
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func thePageIsWrittenAsItIsReturned() throws {
        let folder = try TemporaryFolder()
        let page = try written(to: folder)
        #expect(try String(contentsOfFile: folder.path("report.txt"), encoding: .utf8) == page)
    }

    @Test func runsHaveALineEach() throws {
        let folder = try TemporaryFolder()
        _ = try written(to: folder)
        let runs = try lines(folder.path("runs.csv"))
        #expect(
            runs[0]
                == "truncation,method,seed,status,wall_time_s,solved_length,cell_id,failure,git_commit"
        )
        #expect(runs[1] == "2,truncated_bptt,0,complete,1.0,4.0,cell_0,,c0ffee00000000")
        #expect(
            runs[6]
                == #"3,truncated_bptt,1,failed,0.5,,cell_5,"no ""luck"", sorry",c0ffee00000000"#)
        #expect(runs.count == 9)
    }

    @Test func curvesHaveALineAPosition() throws {
        let folder = try TemporaryFolder()
        _ = try written(to: folder)
        let curves = try lines(folder.path("curves.csv"))
        #expect(curves[0] == "truncation,method,seed,coordinate,position,solved_length")
        #expect(curves[1] == "2,truncated_bptt,0,update,10,1.0")
        // Sixteen points, of which three are missing.
        #expect(curves.count == 14)
    }

    @Test func aFigureIsDrawnOrThePageSaysWhyNot() throws {
        let folder = try TemporaryFolder()
        let page = try written(to: folder)
        let path = folder.path("figures/solved_length.svg")
        if page.contains("is not drawn: gnuplot is missing") {
            #expect(!FileManager.default.fileExists(atPath: path))
        } else {
            let figure = try String(contentsOfFile: path, encoding: .utf8)
            for text in ["truncation 2", "truncation 3", "SG linear", "truncated BPTT"] {
                #expect(figure.contains(text), "\(text)")
            }
        }
    }
}
