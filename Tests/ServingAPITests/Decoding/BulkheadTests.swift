import Testing

@testable import ServingAPI

@Suite struct BulkheadTests {
    /// What a reader with a fault would do.
    private static func element(_ index: Int, of list: [Int]) -> Int { list[index] }

    @Test("a reader that traps fails alone, and others go on")
    func trap() throws {
        let bulkhead = Bulkhead()
        let list = [1, 2, 3]
        for _ in 0..<3 {
            #expect(throws: RequestError.self) {
                try bulkhead.run { Self.element(list.count, of: list) }
            }
            #expect(try bulkhead.run { Self.element(1, of: list) } == 2)
        }
    }

    @Test("what a reader throws comes through")
    func error() {
        #expect(throws: RequestError.severalForms) {
            try Bulkhead().run { () throws(RequestError) -> Int in throw .severalForms }
        }
    }

    @Test("a trap within another's reader ends the inner one alone")
    func nested() throws {
        let (outer, inner) = (Bulkhead(), Bulkhead())
        let sum = try outer.run { () throws(RequestError) -> Int in
            let failed = (try? inner.run { Self.element(7, of: []) }) == nil
            return failed ? 40 + Self.element(0, of: [2]) : 0
        }
        #expect(sum == 42)
    }

    @Test("traps on several threads at once are told apart")
    func threads() async {
        let bulkhead = Bulkhead(limit: .max)
        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let list = [Int](repeating: number, count: number % 2)
                    let found = try? bulkhead.run { Self.element(0, of: list) }
                    return found == (number % 2 == 1 ? number : nil)
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 64)
    }

    /// Another bulkhead around it stands for the end of the process, of which no test may be made: the
    /// library's tests of exits take the ends of other tests' processes for their own.
    @Test("beyond its limit it holds no more")
    func limit() throws {
        let outer = Bulkhead()
        let inner = Bulkhead(limit: 2)
        func trapWithin() throws {
            try outer.run { _ = try? inner.run { Self.element(0, of: []) } }
        }
        for _ in 0..<2 { try trapWithin() }
        #expect(throws: RequestError.self) { try trapWithin() }
    }
}
