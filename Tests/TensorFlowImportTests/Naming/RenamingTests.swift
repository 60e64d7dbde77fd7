import Testing

@testable import TensorFlowImport

@Suite("Renames of variables")
struct RenamingTests {
    private func renaming(_ renames: (String, String)...) throws -> Renaming {
        try Renaming(
            renames.map { try ImportOptions.Rename(pattern: $0.0, replacement: $0.1) })
    }

    @Test(
        "replace what they match, wherever they do",
        arguments: [
            ("^", "model/", "conv/kernel", "model/conv/kernel"),
            ("bn", "norm", "bn/conv/bn/gamma", "norm/conv/norm/gamma"),
            ("^model/(.*)$", "$1", "model/a/b", "a/b"),
            (#"(\w+)/(\w+)"#, #"\2.$1"#, "conv/bias", "bias.conv"),
            ("kernel", "$0_1", "conv/kernel", "conv/kernel_1"),
            ("a", "$$\\\\$", "a", "$\\$"),
            ("(x)|(y)", "<$1>", "y", "<>"),
        ])
    func replaced(pattern: String, replacement: String, name: String, expected: String) throws {
        #expect(try renaming((pattern, replacement)).name(for: name) == expected)
    }

    @Test("leave other names alone")
    func unmatched() throws {
        #expect(try renaming(("kernel", "weight")).name(for: "bias") == nil)
    }

    @Test("are applied one after the other, and say which match nothing")
    func ordered() throws {
        let renaming = try renaming(("a", "b"), ("b", "c"), ("a", "d"))
        #expect(renaming.name(for: "a") == "c")
        #expect(renaming.unused(among: ["a"]).map(\.description) == ["a=d"])
    }

    @Test(
        "are refused if they can't be applied",
        arguments: [("(", "x"), ("[z-a]", "x"), ("a", "$1"), ("(a)", #"\2"#)])
    func refused(pattern: String, replacement: String) {
        let error = #expect(throws: ImportError.self) {
            try ImportOptions.Rename(pattern: pattern, replacement: replacement)
        }
        #expect(error?.description.contains("'\(pattern)=\(replacement)'") == true)
    }
}
