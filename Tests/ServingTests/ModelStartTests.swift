import Serving
import Tensors
import Testing

@Suite("Models that can't be served", .timeLimit(.minutes(1)))
struct ModelStartTests {
    private struct Fixed: BatchRunner {
        let outputs: [Tensor]

        func run(_ inputs: [Tensor], threads: Int) -> [Tensor] { outputs }
    }

    private struct Broken: Error, CustomStringConvertible {
        var description: String { "no plan" }
    }

    private func failure(
        inputs: [Int?]? = [nil, 2], outputs: [Int?]? = [nil],
        makeRunner: @escaping @Sendable () throws -> any BatchRunner = { throw Broken() }
    ) -> ServingError? {
        let served = ServedModel(name: "test", options: ServingOptions(executors: 2))
        func tensors(_ name: String, _ dimensions: [Int?]?) -> [TensorSignature] {
            dimensions.map {
                [TensorSignature(name: name, elementType: .float32, dimensions: $0)]
            } ?? []
        }
        do throws(ServingError) {
            try served.start(
                LoadedModel(
                    version: "1",
                    signature: ModelSignature(
                        inputs: tensors("x", inputs), outputs: tensors("y", outputs)),
                    makeRunner: makeRunner))
            return nil
        } catch {
            #expect(served.state == .loading)
            return error
        }
    }

    @Test("an output that is a mean over the batch is refused, and the text names it and the flag")
    func reducedOutput() throws {
        let scalar = try #require(failure(outputs: []))
        #expect(scalar == .notBatched(.output, name: "y", type: "float32[]"))
        #expect(
            failure(outputs: [10]) == .notBatched(.output, name: "y", type: "float32[10]"))
        #expect(
            scalar.description
                == "output 'y' is float32[]: the batch N must be its first dimension "
                + "and no other, or the rows of several requests can't share it; choose another "
                + "with --output-node")
    }

    @Test("an input of fixed batch size is refused")
    func fixedInput() {
        #expect(
            failure(inputs: [32, 2]) == .notBatched(.input, name: "x", type: "float32[32, 2]"))
    }

    @Test("a model without inputs or outputs is refused")
    func nothing() {
        #expect(failure(inputs: nil) == .nothing(.input))
        #expect(failure(outputs: nil) == .nothing(.output))
    }

    @Test("a model whose engine can't be made is refused with its reason")
    func brokenEngine() {
        #expect(failure() == .warmUpFailed("no plan"))
    }

    @Test("an engine that gives other rows or outputs than asked is refused at warm-up")
    func wrongRows() {
        let (lone, pair) = (Tensor([Float(1)]), Tensor([Float(1), 2]))
        #expect(
            failure { Fixed(outputs: [Tensor(scalar: Float(1))]) }.map(isRowCountChanged) == true)
        #expect(failure { Fixed(outputs: [pair]) } == .rowCountChanged(rows: 1, shape: [2]))
        #expect(
            failure { Fixed(outputs: [lone, lone]) } == .outputCountChanged(expected: 1, given: 2))
    }

    private func isRowCountChanged(_ error: ServingError) -> Bool {
        if case .rowCountChanged = error { true } else { false }
    }
}
