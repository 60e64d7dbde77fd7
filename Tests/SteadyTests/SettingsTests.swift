import Testing

@testable import steady

@Suite("Settings")
struct SettingsTests {
    private func settings(
        flags: [Setting: [String]] = [:], file: String? = nil, environment: [String: String] = [:]
    ) throws -> Settings {
        guard let file else {
            return try Settings(flags: flags, configPath: nil, environment: environment)
        }
        return try withSettingsFile(file) { path in
            try Settings(flags: flags, configPath: path, environment: environment)
        }
    }

    @Test("an option wins over the environment, and that over the file")
    func precedence() throws {
        let file = "port: 1\nhost: file\nname: file\n"
        let environment = ["STEADY_PORT": "2", "STEADY_HOST": "environment"]
        let settings = try settings(flags: [.port: ["3"]], file: file, environment: environment)
        #expect(try settings.number(of: .port, in: 0...9) == 3)
        #expect(try settings.value(of: .host) == "environment")
        #expect(try settings.value(of: .name) == "file")
        #expect(try settings.value(of: .model, as: String.self) == nil)
    }

    @Test("STEADY_CONFIG names the file where --config does not")
    func configVariable() throws {
        try withSettingsFile("port: 5") { path in
            let settings = try Settings(
                flags: [:], configPath: nil, environment: ["STEADY_CONFIG": path])
            #expect(try settings.number(of: .port, in: 0...9) == 5)
        }
    }

    @Test("empty values are not given")
    func empty() throws {
        let settings = try settings(
            file: "model:\nname: ''\nport: 4", environment: ["STEADY_PORT": ""])
        #expect(try settings.value(of: .model, as: String.self) == nil)
        #expect(try settings.value(of: .name, as: String.self) == nil)
        #expect(try settings.number(of: .port, in: 0...9) == 4)
    }

    @Test("lists come from repeated options, commas and sequences alike")
    func lists() throws {
        let expected = ["a", "b"]
        #expect(try settings(flags: [.inputNode: expected]).names(of: .inputNode) == expected)
        #expect(
            try settings(environment: ["STEADY_INPUT_NODE": "a,b"]).names(of: .inputNode)
                == expected)
        #expect(try settings(file: "input-node: [a, b]").names(of: .inputNode) == expected)
        #expect(try settings(file: "input-node: a").names(of: .inputNode) == ["a"])
        #expect(try settings(file: "input-node: []").names(of: .inputNode).isEmpty)
    }

    @Test("unknown keys of the file are all named, nested ones too")
    func unknownKeys() throws {
        let error = try #require(throws: SettingsError.self) {
            try settings(file: "prot: 1\nport: 2\nlog-level: {level: info}\n")
        }
        guard case .unknownKeys(let keys, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(keys == ["log-level.level", "prot"])
        #expect(error.description.contains("'log-level.level', 'prot'; known are model, name,"))
    }

    @Test("a file of comments alone has no settings", arguments: ["", "# nothing\n\n  # more\n"])
    func comments(text: String) throws {
        #expect(try settings(file: text).number(of: .port, in: 0...9) == nil)
    }

    @Test("a file that is missing or no mapping is an error that names it")
    func badFile() throws {
        let missing = try #require(throws: SettingsError.self) {
            try Settings(flags: [:], configPath: "/no/such/file", environment: [:])
        }
        #expect(missing.description.contains("/no/such/file"))
        for text in ["- a\n- b\n", "port: [1, {2: 3}]", "port: 1\nport: 2", "\"open"] {
            let error = #expect(throws: SettingsError.self) { try settings(file: text) }
            guard case .malformed = error else {
                Issue.record("\(text): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("a bad value is an error that says where it stands and what it must be")
    func badValues() throws {
        func message(_ settings: Settings) throws -> String {
            try #require(throws: SettingsError.self) {
                _ = try settings.number(of: .port, in: 0...9)
            }.description
        }
        #expect(
            try message(settings(flags: [.port: ["x"]]))
                == "--port is 'x', but it must be a whole number from 0 to 9")
        #expect(
            try message(settings(environment: ["STEADY_PORT": "10"]))
                == "STEADY_PORT is '10', but it must be a whole number from 0 to 9")
        #expect(try message(settings(file: "port: -1")).hasPrefix("'port' in /"))
        #expect(
            try message(settings(file: "port: [1, 2]")).hasSuffix(
                "has several values, but takes one"))
        #expect(
            try message(settings(environment: ["STEADY_PORT": "tcp://10.0.0.1:80"]))
                .contains("enableServiceLinks"))
    }

    @Test("'auto' leaves a number to the program, and nothing else does")
    func automatic() throws {
        func threads(_ text: String) throws -> Int? {
            try settings(flags: [.threads: [text]]).automaticNumber(of: .threads, in: 1...9)
        }
        #expect(try threads("auto") == nil)
        #expect(try threads("4") == 4)
        for text in ["0", "10", "Auto", "many"] {
            #expect(throws: SettingsError.self) { try threads(text) }
        }
    }
}
