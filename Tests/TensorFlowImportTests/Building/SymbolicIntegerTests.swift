import Testing

@testable import TensorFlowImport

@Suite("Shape arithmetic knows the batch size only by name")
struct SymbolicIntegerTests {
    private let batch = SymbolicInteger.batch(times: 1)

    @Test("known numbers are computed, rounding down")
    func known() {
        #expect(SymbolicInteger.known(7) + .known(-2) == .known(5))
        #expect(SymbolicInteger.known(7) - .known(9) == .known(-2))
        #expect(SymbolicInteger.known(-7) / .known(2) == .known(-4))
        #expect(SymbolicInteger.known(-7) % .known(2) == .known(1))
        #expect(SymbolicInteger.known(7) / .known(0) == nil)
        #expect(SymbolicInteger.known(.min) / .known(-1) == nil)
        #expect(SymbolicInteger.known(.max) + .known(1) == nil)
        #expect(SymbolicInteger.known(.max) * .known(2) == nil)
    }

    @Test("multiples of the batch stay such")
    func multiples() {
        #expect(batch * .known(6) == .batch(times: 6))
        #expect(SymbolicInteger.batch(times: 6) / .known(3) == .batch(times: 2))
        #expect(SymbolicInteger.batch(times: 6) / batch == .known(6))
        #expect(SymbolicInteger.batch(times: 6) % .known(3) == .known(0))
        #expect(batch - batch == .known(0))
        #expect(batch + batch == .batch(times: 2))
        #expect(SymbolicInteger.maximum(batch, .known(1)) == batch)
    }

    @Test("what depends on the batch otherwise is not known")
    func unknown() {
        #expect(batch + .known(1) == nil)
        #expect(batch / .known(2) == nil)
        #expect(batch * batch == nil)
        #expect(SymbolicInteger.maximum(batch, .known(2)) == nil)
        #expect(SymbolicInteger.batch(times: .max) * .known(2) == nil)
    }
}
