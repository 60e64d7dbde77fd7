import Batching
import Serving
import Synchronization
import Tensors

/// A model that answers as a closure says, and keeps what it was asked.
final class FakeModel: PredictionService {
    let modelName = "digits"
    let modelVersion = "3"
    let signature: ModelSignature
    private let current: Mutex<ModelState>
    private let refused = Mutex<
        (@Sendable (ContinuousClock.Instant?, Priority) -> PredictionError?)?
    >(
        nil)
    private let announced = Mutex(0)
    private let submitted = Mutex<[Prediction]>([])
    private let answer: @Sendable ([Tensor]) -> Result<[Tensor], PredictionError>

    init(
        signature: ModelSignature = .digits, state: ModelState = .ready,
        answer: @escaping @Sendable ([Tensor]) -> Result<[Tensor], PredictionError>
    ) {
        self.signature = signature
        current = Mutex(state)
        self.answer = answer
    }

    /// A model whose outputs are its inputs.
    convenience init(echoing signature: ModelSignature, state: ModelState = .ready) {
        self.init(signature: signature, state: state) { .success($0) }
    }

    var state: ModelState {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// Why requests are refused by their heads, if they are.
    func refuse(
        _ body: @escaping @Sendable (ContinuousClock.Instant?, Priority) -> PredictionError?
    ) { refused.withLock { $0 = body } }

    func refusal(
        deadline: ContinuousClock.Instant?, priority: Priority
    ) -> PredictionError? { refused.withLock { $0 }?(deadline, priority) }

    func announce(
        deadline: ContinuousClock.Instant?, priority: Priority
    ) -> PredictionError? {
        announced.withLock { $0 += 1 }
        return refusal(deadline: deadline, priority: priority)
    }

    /// How many requests were announced.
    var announcements: Int { announced.withLock { $0 } }

    /// Every prediction submitted so far.
    var predictions: [Prediction] { submitted.withLock { $0 } }

    func submit(_ prediction: Prediction) {
        submitted.withLock { $0.append(prediction) }
        prediction.completion(answer(prediction.inputs))
    }
}

extension ModelSignature {
    /// One input of images and one output of two classes.
    static let digits = ModelSignature(
        inputs: [
            TensorSignature(name: "images", elementType: .float32, dimensions: [nil, 2, 2, 1])
        ],
        outputs: [
            TensorSignature(name: "probabilities", elementType: .float32, dimensions: [nil, 2])
        ])

    /// One input and one output of that type and shape.
    static func echo(_ type: ElementType, _ dimensions: [Int?]) -> ModelSignature {
        let tensor = TensorSignature(name: "x", elementType: type, dimensions: dimensions)
        return ModelSignature(inputs: [tensor], outputs: [tensor])
    }

    /// Two inputs, one a row of two numbers and one an integer, and two outputs alike.
    static let pair: ModelSignature = {
        let tensors = [
            TensorSignature(name: "a", elementType: .float32, dimensions: [nil, 2]),
            TensorSignature(name: "b", elementType: .int32, dimensions: [nil]),
        ]
        return ModelSignature(inputs: tensors, outputs: tensors)
    }()
}
