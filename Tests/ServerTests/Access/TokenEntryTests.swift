import Testing

@testable import Server

@Suite struct TokenEntryTests {
    /// What `printf %s secret | sha256sum` prints.
    private let hash = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"

    private func failure(_ text: String) -> String {
        do throws(ServerError) {
            _ = try TokenEntry.readAll(text, path: "tokens")
            return ""
        } catch { return error.description }
    }

    @Test("name and rate may be left out")
    func forms() throws {
        let text = """
            # who may ask

            sha256:\(hash)
            \t alice  sha256:\(String(hash.uppercased().reversed())) 100/s\r
            bob sha256:\(String(repeating: "0", count: 64))
            """
        let entries = try TokenEntry.readAll(text, path: "tokens")
        #expect(entries.map(\.name) == [nil, "alice", "bob"])
        #expect(entries.map(\.rate) == [nil, RequestRate("100/s"), nil])
        #expect(entries[0].digest == TokenDigest(of: "secret"))
        #expect(entries[0].digest.hexadecimal == hash)
    }

    @Test("faults name the file, the line and what is wrong")
    func faults() {
        #expect(failure("\nsecret").hasPrefix("tokens: line 2: there is no 'sha256:'"))
        #expect(failure("alice secret").contains("line 1: there is no 'sha256:'"))
        #expect(failure("sha256:12").contains("64 hexadecimal digits"))
        #expect(failure("sha256:\(hash.dropLast())g").contains("64 hexadecimal digits"))
        #expect(failure("sha256:\(hash) often").contains("'often' is no rate"))
        #expect(failure("sha256:\(hash) 1/s more").contains("'more' stands behind the rate"))
        #expect(failure("a sha256:\(hash)\nb sha256:\(hash)").contains("line 2: this token stands"))
        #expect(failure("# none\n").contains("it has no token"))
    }

    @Test("a new token's line lets the token in")
    func made() throws {
        let token = AccessToken()
        #expect(token.text.count == 43)
        #expect(AccessToken().text != token.text)
        let line = try #require(token.line(name: "alice", rate: RequestRate("5/m")))
        let entry = try #require(try TokenEntry.read(line[...]))
        #expect(entry.name == "alice")
        #expect(entry.rate == RequestRate("5/m"))
        #expect(entry.digest == TokenDigest(of: token.text))
    }

    @Test("digests are equal only if all of their bits are")
    func equality() throws {
        let digest = try #require(TokenDigest(hexadecimal: hash))
        #expect(digest.equals(try #require(TokenDigest(of: "secret"))))
        #expect(!digest.equals(try #require(TokenDigest(hexadecimal: hash.dropLast() + "a"))))
        #expect(!digest.equals(try #require(TokenDigest(hexadecimal: "3" + hash.dropFirst()))))
    }
}
