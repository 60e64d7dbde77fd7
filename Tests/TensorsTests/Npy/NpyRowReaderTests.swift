import Fixtures
import Foundation
import Tensors
import Testing

@Suite("Rows of a NumPy file")
struct NpyRowReaderTests {
    @Test(
        "are the same as those of the file read at once",
        arguments: ["little-u1", "little-f2", "big-f4", "big-i8", "little-f8"])
    func rows(name: String) throws {
        let whole = try Tensor(npy: npyFixture(name))
        let reader = try NpyRowReader(path: path(name))
        #expect(reader.shape == whole.shape)
        #expect(reader.elementType == whole.elementType)
        for range in [0..<2, 1..<2, 0..<1, 1..<1] {
            let rows = try reader.rows(range)
            #expect(rows.shape == whole.rows(range).shape)
            #expect(bytes(rows) == bytes(whole.rows(range)))
        }
    }

    @Test("can't be read from an array in Fortran order")
    func fortran() {
        #expect(throws: NpyError.self) { try NpyRowReader(path: path("fortran-f4")) }
    }

    @Test("can't be read from a number without dimensions")
    func scalar() throws {
        try withFile(Tensor(scalar: Float(1)).npyBytes()) { path in
            #expect(throws: NpyError.noRows(path: path, reason: "the array has no dimension")) {
                try NpyRowReader(path: path)
            }
        }
    }

    @Test("can't be read from a file that is longer or shorter than it says")
    func length() throws {
        let file = try Tensor([Float](repeating: 1, count: 6), shape: [3, 2]).npyBytes()
        for bytes in [file.dropLast(), file + [0]] {
            try withFile(Array(bytes)) { path in
                #expect(
                    throws: NpyError.elementBytes(
                        offset: file.count - 24, expected: 24,
                        given: 24 + bytes.count - file.count)
                ) { try NpyRowReader(path: path) }
            }
        }
    }

    @Test("can't be read once the file has become shorter")
    func truncation() throws {
        let file = try Tensor([Float](repeating: 1, count: 6), shape: [3, 2]).npyBytes()
        try withFile(file) { path in
            let reader = try NpyRowReader(path: path)
            #expect(truncate(path, off_t(file.count - 8)) == 0)
            #expect(try reader.rows(0..<2).elements(as: Float.self) == [1, 1, 1, 1])
            #expect(throws: NpyError.self) { try reader.rows(2..<3) }
        }
    }

    @Test("can't be read from a file that is not there")
    func absence() {
        #expect(throws: NpyError.self) { try NpyRowReader(path: "/nowhere/rows.npy") }
    }

    private func path(_ name: String) -> String { Fixtures.url("npy/\(name).npy").path }

    private func bytes(_ tensor: Tensor) -> [UInt8] { tensor.withUnsafeBytes { Array($0) } }

    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "steady-rows-\(UUID().uuidString).npy")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }
}
