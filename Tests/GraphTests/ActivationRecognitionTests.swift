import Tensors
import Testing

@testable import Graph

@Suite("Functions that were written out")
struct ActivationRecognitionTests {
    typealias Spelling = @Sendable (inout Sketch, Value) throws -> Value

    /// A way to write a function, and what must become of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let operations: [String]
        let write: Spelling

        init(_ name: String, _ operations: [String], _ write: @escaping Spelling) {
            testDescription = name
            self.operations = operations
            self.write = write
        }
    }

    static let clipping: [Case] = [
        Case("max(x, 0)", ["relu"]) { try $0.binary(.maximum, $1, 0) },
        Case("min(max(x, 0), 6)", ["relu6"]) {
            try $0.binary(.minimum, $0.binary(.maximum, $1, 0), 6)
        },
        Case("max(min(x, 6), 0)", ["relu6"]) {
            try $0.binary(.maximum, $0.binary(.minimum, $1, 6), 0)
        },
        Case("min(relu(x), 6)", ["relu6"]) { try $0.binary(.minimum, $0.unary(.relu, $1), 6) },
        Case("max(x, 1)", ["maximum"]) { try $0.binary(.maximum, $1, 1) },
        Case("min(relu(x), 5)", ["relu", "minimum"]) {
            try $0.binary(.minimum, $0.unary(.relu, $1), 5)
        },
    ]

    static let swish: [Case] = [
        Case("x · sigmoid(x)", ["swish"]) { try $0.binary(.multiply, $1, $0.unary(.sigmoid, $1)) },
        Case("sigmoid(x) · x", ["swish"]) { try $0.binary(.multiply, $0.unary(.sigmoid, $1), $1) },
        Case("x · sigmoid(1 · x)", ["swish"]) {
            try $0.binary(.multiply, $1, $0.unary(.sigmoid, $0.binary(.multiply, $1, 1)))
        },
        Case("x · sigmoid(1.5 · x)", ["channel affine", "channel affine"]) {
            try $0.binary(.multiply, $1, $0.unary(.sigmoid, $0.binary(.multiply, $1, 1.5)))
        },
        Case("x · sigmoid(x + 1)", ["channel affine", "multiply"]) {
            try $0.binary(.multiply, $1, $0.unary(.sigmoid, $0.binary(.add, $1, 1)))
        },
        Case("−x · sigmoid(x)", ["negation", "sigmoid", "multiply"]) {
            try $0.binary(.multiply, $0.unary(.negation, $1), $0.unary(.sigmoid, $1))
        },
    ]

    private static let hardSigmoid: Spelling = {
        try $0.binary(.multiply, $0.unary(.relu6, $0.binary(.add, $1, 3)), 1.0 / 6)
    }

    static let hard: [Case] = [
        Case("relu6(x + 3) · (1/6)", ["hard sigmoid"], hardSigmoid),
        Case("relu6(x + 3) / 6", ["hard sigmoid"]) {
            try $0.binary(.divide, $0.unary(.relu6, $0.binary(.add, $1, 3)), 6)
        },
        Case("relu6(x + 3) / 5", ["channel affine", "channel affine"]) {
            try $0.binary(.divide, $0.unary(.relu6, $0.binary(.add, $1, 3)), 5)
        },
        Case("x · (relu6(x + 3) · (1/6))", ["hard swish"]) {
            try $0.binary(.multiply, $1, hardSigmoid(&$0, $1))
        },
        Case("relu6(3 + x) · (1/6) · x", ["hard swish"]) {
            let sum = try $0.binary(.add, $0.scalar(3), $1)
            let sigmoid = try $0.binary(.multiply, $0.scalar(1.0 / 6), $0.unary(.relu6, sum))
            return try $0.binary(.multiply, sigmoid, $1)
        },
        Case("(x · relu6(x + 3)) / 6", ["hard swish"]) {
            let product = try $0.binary(.multiply, $1, $0.unary(.relu6, $0.binary(.add, $1, 3)))
            return try $0.binary(.divide, product, 6)
        },
        Case("(x · (1/6)) · relu6(x + 3)", ["hard swish"]) {
            let sixth = try $0.binary(.multiply, $1, 1.0 / 6)
            return try $0.binary(.multiply, sixth, $0.unary(.relu6, $0.binary(.add, $1, 3)))
        },
        Case("x · relu6(x + 3) · 0.16667", ["hard swish", "channel affine"]) {
            let product = try $0.binary(.multiply, $1, $0.unary(.relu6, $0.binary(.add, $1, 3)))
            return try $0.binary(.multiply, product, 0.16667)
        },
        Case("x · relu6(x + 2) / 6", ["channel affine", "multiply", "channel affine"]) {
            let product = try $0.binary(.multiply, $1, $0.unary(.relu6, $0.binary(.add, $1, 2)))
            return try $0.binary(.divide, product, 6)
        },
    ]

    private static let error: Spelling = {
        let scaled = try $0.binary(.divide, $1, Float(2).squareRoot())
        return try $0.binary(.add, $0.scalar(1), $0.unary(.errorFunction, scaled))
    }

    private static let tangent: @Sendable (inout Sketch, Value, _ inner: Value) throws -> Value = {
        let scaled = try $0.binary(.multiply, $0.scalar((2 / Float.pi).squareRoot()), $2)
        return try $0.binary(.add, $0.unary(.tanh, scaled), 1)
    }

    static let gelu: [Case] = [
        Case("0.5 · x · (1 + erf(x / √2))", ["gelu"]) {
            try $0.binary(.multiply, $0.binary(.multiply, $0.scalar(0.5), $1), error(&$0, $1))
        },
        Case("0.5 · (x · (1 + erf(x / √2)))", ["gelu"]) {
            try $0.binary(.multiply, $0.scalar(0.5), $0.binary(.multiply, $1, error(&$0, $1)))
        },
        Case("x · (0.5 · (1 + erf(x · √½)))", ["gelu"]) {
            let scaled = try $0.binary(.multiply, $1, Float(0.5).squareRoot())
            let sum = try $0.binary(.add, $0.unary(.errorFunction, scaled), 1)
            return try $0.binary(.multiply, $1, $0.binary(.multiply, $0.scalar(0.5), sum))
        },
        Case(
            "0.5 · x · (1 + erf(x))",
            ["errorFunction", "channel affine", "channel affine", "multiply"]
        ) {
            let sum = try $0.binary(.add, $0.unary(.errorFunction, $1), 1)
            return try $0.binary(.multiply, $0.binary(.multiply, $1, 0.5), sum)
        },
        Case("0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 · x ^ 3)))", ["gelu (tanh)"]) {
            let cube = try $0.binary(.multiply, $0.scalar(0.044715), $0.binary(.power, $1, 3))
            let sum = try tangent(&$0, $1, $0.binary(.add, $1, cube))
            return try $0.binary(.multiply, $0.binary(.multiply, $0.scalar(0.5), $1), sum)
        },
        Case("x · 0.5 · (1 + tanh(√(2/π) · (x + 0.044715 · x · x · x)))", ["gelu (tanh)"]) {
            let square = try $0.binary(.multiply, $1, $1)
            let cube = try $0.binary(.multiply, $0.binary(.multiply, square, $1), 0.044715)
            let sum = try tangent(&$0, $1, $0.binary(.add, $1, cube))
            return try $0.binary(.multiply, $0.binary(.multiply, $1, 0.5), sum)
        },
        Case("0.5 · x · (1 + tanh(√(2/π) · x · (1 + 0.044715 · x²)))", ["gelu (tanh)"]) {
            let square = try $0.binary(.multiply, $0.unary(.square, $1), 0.044715)
            let factor = try $0.binary(.add, square, 1)
            let sum = try tangent(&$0, $1, $0.binary(.multiply, $1, factor))
            return try $0.binary(.multiply, $0.binary(.multiply, $1, 0.5), sum)
        },
    ]

    @Test("are recognized in each spelling", arguments: clipping + swish + hard + gelu)
    func recognition(spelling: Case) throws {
        var sketch = Sketch()
        let x = try sketch.input(2, 37)
        let y = try spelling.write(&sketch, x)
        let rewritten = try optimizedAndCompared(sketch.outputs(y))
        #expect(rewritten.operations == spelling.operations)
    }

    @Test(
        "become part of the convolution before them",
        arguments: [swish[0], hard[0], hard[3], hard[5], gelu[0], gelu[4]])
    func fusion(spelling: Case) throws {
        var sketch = Sketch()
        let x = try sketch.normalization(sketch.convolution(sketch.input(3, 3, 2), to: 4))
        let y = try spelling.write(&sketch, x)
        let rewritten = try optimizedAndCompared(sketch.outputs(y))
        #expect(rewritten.operations == ["convolution"])
    }

    @Test("are left alone where something else reads a step of them")
    func shared() throws {
        var sketch = Sketch()
        let x = try sketch.input(5)
        let sigmoid = try sketch.unary(.sigmoid, x)
        let product = try sketch.binary(.multiply, x, sigmoid)
        let rewritten = try optimizedAndCompared(sketch.outputs(product, sigmoid))
        #expect(rewritten.operations == ["sigmoid", "multiply"])
    }
}
