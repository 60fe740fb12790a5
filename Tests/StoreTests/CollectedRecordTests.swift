import TestSupport
import Testing

@testable import Store

@Suite struct CollectedRecordTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let folder = try TemporaryFolder()
        let record = sampleSweep
        try record.write(to: folder.path("x.h5"))
        #expect(try CollectedRecord.read(folder.path("x.h5")) == record)
        #expect(record["train_loss"]?.shape == [2, 2, 2])
    }
}
