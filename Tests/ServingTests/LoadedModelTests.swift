import Serving
import Tensors
import Testing

@Suite("Rows predicted in order")
struct LoadedModelTests {
    @Test("any number of rows gives the same answers as all at once", arguments: [1, 4, 5, 397])
    func batches(rows: Int) throws {
        let model = TestModel()
        let inputs = TestModel.inputs(rows: rows)
        var done: [Int] = []
        let outputs = try model.loaded.predict(inputs, maxBatchSize: 4) { done.append($0) }
        #expect(areEqual(outputs, TestModel.outputs(for: inputs)))
        #expect(model.batches.withLock { $0.allSatisfy { $0 <= 4 } })
        #expect(done.last == rows)
        #expect(done.count == (rows + 3) / 4)
    }

    @Test("numbers of another type are converted")
    func conversion() throws {
        let inputs = [
            Tensor([Double(1), 2], shape: [1, 2]), Tensor([Int32(3)]),
        ]
        let outputs = try TestModel().loaded.predict(inputs, maxBatchSize: 4)
        #expect(outputs[0].elements(as: Float.self) == [4, 5])
        #expect(outputs[1].elements(as: Float.self) == [6])
    }

    @Test("tensors that do not fit are refused with what the input takes and what was given")
    func misfits() throws {
        let model = TestModel().loaded
        let right = Tensor([Float(1)])
        #expect(throws: ServingError.inputCount(expected: 2, given: 1)) {
            try model.predict([right], maxBatchSize: 4)
        }
        let wide = Tensor([Float(1), 2, 3], shape: [1, 3])
        let error = try #require(throws: ServingError.self) {
            try model.predict([wide, right], maxBatchSize: 4)
        }
        #expect(
            error
                == .unfitInput(name: "left", expected: "float32[N, 2]", given: "float32[1, 3]"))
        for tensors in [
            [Tensor([Float](), shape: [0, 2]), Tensor([Float]())],
            [Tensor([Float(1), 2, 3, 4], shape: [2, 2]), right],
        ] {
            #expect(throws: ServingError.self) { try model.predict(tensors, maxBatchSize: 4) }
        }
    }
}
