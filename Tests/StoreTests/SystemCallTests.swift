import Foundation
import Testing

@testable import Store

@Suite struct SystemCallTests {
    /// A file system that cannot bring files or folders to a disk says so in several ways.
    @Test(arguments: [EINVAL, ENOTSUP, EOPNOTSUPP, ENOSYS, EROFS, EBADF, EISDIR, ENOTTY])
    func whatAFileSystemDoesNotOfferIsNoFault(code: Int32) throws {
        try synchronize(0, "x") { _ in
            errno = code
            return -1
        }
    }

    @Test(arguments: [EIO, ENOSPC, EDQUOT])
    func aDiskThatFailsIsAFault(code: Int32) {
        #expect(throws: StoreError.system(operation: "bring to the disk", path: "x", code: code)) {
            try synchronize(0, "x") { _ in
                errno = code
                return -1
            }
        }
    }

    @Test func anInterruptedCallIsRepeated() throws {
        var calls = 0
        let result = uninterrupted { () -> Int in
            calls += 1
            errno = calls < 4 ? EINTR : EIO
            return calls < 4 ? -1 : 7
        }
        #expect(result == 7 && calls == 4)
        var attempts = 0
        let failed = uninterrupted { () -> Int32 in
            attempts += 1
            errno = EIO
            return -1
        }
        #expect(failed == -1 && attempts == 1)
    }

    @Test func anInterruptedSynchronizationIsRepeated() throws {
        var calls = 0
        try synchronize(0, "x") { _ in
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 0
        }
        #expect(calls == 3)
    }
}
