import Fixtures
import Foundation
import Tensors
import Testing

@Suite("Tensors are written as NumPy writes arrays")
struct NpyWritingTests {
    @Test(
        "byte for byte",
        arguments: [
            "little-i1", "little-i2", "little-i4", "little-i8", "little-u1", "little-u2",
            "little-u4", "little-u8", "little-f2", "little-f4", "little-f8", "bool", "scalar",
            "vector", "no-rows", "special",
        ])
    func golden(name: String) throws {
        let file = try npyFixture(name)
        #expect(try Tensor(npy: file).npyBytes() == file)
    }

    @Test("in row-major order and little-endian, whatever they were read from")
    func normalized() throws {
        let plain = try npyFixture("little-f4")
        for name in ["big-f4", "fortran-f4", "fortran-big-f4"] {
            #expect(try Tensor(npy: npyFixture(name)).npyBytes() == plain)
        }
    }

    @Test("with elements aligned to 64 bytes under a long header")
    func alignment() throws {
        let tensor = Tensor(
            [UInt8(9)], shape: Shape([Int](repeating: 1, count: 40)))
        let file = try tensor.npyBytes()
        #expect(file.count % 64 == 1)
        #expect(try Tensor(npy: file).shape == tensor.shape)
    }

    @Test("but for bfloat16, which NumPy does not have")
    func bfloat16() throws {
        let tensor = Tensor([BFloat16(1)])
        #expect(throws: NpyError.unwritable(.bfloat16)) { try tensor.npyBytes() }
    }

    @Test("to a file and back")
    func files() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString).npy").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let tensor = Tensor((0..<600_000).map(Float.init), shape: [600, 1000])
        try tensor.writeNpy(to: path)
        let back = try Tensor(npyContentsOf: path)
        #expect(back.shape == tensor.shape)
        #expect(back.elements(as: Float.self) == tensor.elements(as: Float.self))
    }

    @Test("unless the system refuses, which says the path and why")
    func missingFile() {
        let path = "/nonexistent/x.npy"
        let expected = NpyError.file(path: path, reason: "No such file or directory")
        #expect(throws: expected) { try Tensor(npyContentsOf: path) }
        #expect(throws: expected) { try Tensor([Float(1)]).writeNpy(to: path) }
        #expect(throws: NpyError.self) { try Tensor(npyContentsOf: "/") }
        #expect(expected.description == "/nonexistent/x.npy: No such file or directory")
    }
}
