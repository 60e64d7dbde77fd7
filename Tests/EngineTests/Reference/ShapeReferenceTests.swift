import Engine
import Graph
import Tensors
import Testing

@Suite("reference products, reductions and movements against TensorFlow")
struct ShapeReferenceTests {
    let images = pattern(2, 5, 6, 4)

    @Test("matrix products transpose either side and broadcast")
    func products() throws {
        let product = try reference(
            .matrixProduct(MatrixProduct(transposesRight: true)), pattern(3, 5),
            pattern(4, 5, step: 5))
        expectClose(product.floats, TensorFlowValues.product)
        let batched = try reference(
            .matrixProduct(MatrixProduct(transposesLeft: true)), pattern(2, 1, 4, 3),
            pattern(3, 4, 2, step: 5))
        #expect(batched.shape == [2, 3, 3, 2])
        expectClose(batched.floats, TensorFlowValues.batchedProduct)
    }

    @Test("the softmax of large numbers does not overflow")
    func softmax() throws {
        let values = pattern(3, 5).mapped { $0 * 4 }
        let result = try reference(.softmax(Softmax()), values)
        expectClose(result.floats, TensorFlowValues.softmax)
        let logarithm = try reference(.softmax(Softmax(isLogarithmic: true)), values)
        expectClose(logarithm.floats, TensorFlowValues.logSoftmax)
        let large = try reference(.softmax(Softmax()), Tensor([1000, 1000] as [Float]))
        #expect(large.floats == [0.5, 0.5])
    }

    static let reductions: [(Reduction.Kind, [Float], [Float])] = [
        (.mean, TensorFlowValues.mean, TensorFlowValues.meanOfOuter),
        (.sum, TensorFlowValues.sum, TensorFlowValues.sumOfOuter),
        (.maximum, TensorFlowValues.largest, TensorFlowValues.largestOfOuter),
        (.minimum, TensorFlowValues.smallest, TensorFlowValues.smallestOfOuter),
        (.product, TensorFlowValues.productOver, TensorFlowValues.productOverOfOuter),
    ]

    @Test("a reduction over inner and outer dimensions", arguments: reductions)
    func reduction(kind: Reduction.Kind, inner: [Float], outer: [Float]) throws {
        let result = try reference(.reduction(Reduction(kind, axes: [1, 2])), images)
        #expect(result.shape == [2, 4])
        expectClose(result.floats, inner)
        let part = try reference(
            .slice(
                Slice([nil, .init(begin: 0, count: 2), .init(begin: 0, count: 2), nil])), images)
        let kept = try reference(
            .reduction(Reduction(kind, axes: [0, 3], keepsDimensions: true)), part)
        #expect(kept.shape == [1, 2, 2, 1])
        expectClose(kept.floats, outer)
    }

    @Test("the first of several equal extremes is found")
    func argMax() throws {
        let largest = try reference(.argMax(ArgMax(axis: 2)), images)
        #expect(largest.rows(0..<1).elements(as: Int64.self) == TensorFlowValues.argMax)
        let smallest = try reference(
            .argMax(ArgMax(axis: 3, seeksMinimum: true, elementType: .int32)), images)
        #expect(smallest.rows(0..<1).elements(as: Int32.self) == TensorFlowValues.argMin)
        let equal = try reference(.argMax(ArgMax(axis: 0)), Tensor([1, 2, 2] as [Float]))
        #expect(equal.elements(as: Int64.self) == [1])
    }

    @Test("padding mirrors with and without the edge, or fills")
    func padding() throws {
        let amounts = [EdgePadding(before: 1, after: 2), EdgePadding(before: 3, after: 1)]
        let reflected = try reference(
            .padding(Padding(amounts, mode: .reflect)), pattern(3, 4))
        expectClose(reflected.floats, TensorFlowValues.reflected)
        let symmetric = try reference(
            .padding(Padding(amounts, mode: .symmetric)), pattern(3, 4))
        expectClose(symmetric.floats, TensorFlowValues.symmetric)
        let filled = try reference(
            .padding(
                Padding(
                    [
                        EdgePadding(before: 0, after: 1), EdgePadding(before: 1, after: 0),
                        EdgePadding(before: 0, after: 2),
                    ], mode: .constant(7))), pattern(2, 2, 3))
        expectClose(filled.floats, TensorFlowValues.padded)
    }

    @Test("transposition, slicing backwards and concatenation")
    func movement() throws {
        let transposed = try reference(
            .transposition(Transposition([2, 0, 1])), pattern(2, 3, 4))
        #expect(transposed.floats == TensorFlowValues.transposed)
        let sliced = try reference(
            .slice(
                Slice([
                    .init(begin: 1, count: 2), .init(begin: 3, count: 2, step: -2),
                    .init(begin: 1, count: 2, step: 2),
                ])), pattern(3, 4, 5))
        #expect(sliced.floats == TensorFlowValues.sliced)
        let joined = try reference(
            .concatenation(Concatenation(axis: 1)), pattern(2, 2, 3), pattern(2, 1, 3, step: 5))
        #expect(joined.floats == TensorFlowValues.joined)
    }

    @Test("a value without elements passes through every kind of kernel")
    func empty() throws {
        let nothing = Tensor([] as [Float], shape: [0, 3])
        #expect(try reference(.unary(.relu), nothing).shape == [0, 3])
        #expect(try reference(.softmax(Softmax()), nothing).shape == [0, 3])
        let sum = try reference(.reduction(Reduction(.sum, axes: [0])), nothing)
        #expect(sum.floats == [0, 0, 0])
    }

    @Test("tensors that do not fit are refused with the operation's reason")
    func mismatch() {
        #expect(throws: EngineError.self) {
            try reference(.binary(.add), pattern(2, 3), pattern(2, 4))
        }
        #expect(throws: EngineError.self) {
            try reference(.reshape(Reshape(to: [.fixed(5)])), pattern(2, 3))
        }
    }
}
