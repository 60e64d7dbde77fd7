import Batching
import HTTPTypes
import Server
import Serving
import ServingAPI
import Synchronization
import Tensors

/// Posts a body to a model that answers with its inputs.
enum BodyRun {
    private static let types = [
        "application/json", "application/x-npy", "application/octet-stream",
    ]
    private static let tensors: [[TensorSignature]] = [
        [TensorSignature(name: "x", elementType: .float32, dimensions: [nil, 2, 2])],
        [
            TensorSignature(name: "a", elementType: .float32, dimensions: [nil, 2]),
            TensorSignature(name: "b", elementType: .int32, dimensions: [nil]),
        ],
        [TensorSignature(name: "x", elementType: .uint8, dimensions: [nil, nil])],
        [TensorSignature(name: "x", elementType: .float64, dimensions: [nil])],
    ]
    private static let routers = tensors.map { Router(service: EchoModel(tensors: $0)) }

    /// The first byte chooses the model and how the body is to be read.
    static func run(_ bytes: [UInt8]) {
        guard let choice = bytes.first else { return }
        let router = routers[Int(choice) % routers.count]
        let type = types[Int(choice >> 2) % types.count]
        let head = HTTPRequest(
            method: .post, scheme: "http", authority: "x", path: "/predict",
            headerFields: [.contentType: type])
        guard case .awaited(let handler, _) = router.receive(head, arrival: .now) else { return }
        let answers = Mutex<[ServerResponse]>([])
        handler.respond(
            to: ServerRequest(
                head: head, body: Array(bytes.dropFirst()), remoteAddress: "", arrival: .now,
                cancellation: Cancellation()),
            reply: Reply { answer in answers.withLock { $0.append(answer) } })
        let codes = answers.withLock { $0.map(\.head.status.code) }
        precondition(codes.count == 1 && codes[0] < 500, "answered with \(codes)")
    }
}

/// A model whose outputs are its inputs.
private struct EchoModel: PredictionService {
    let modelName = "echo"
    let modelVersion = "1"
    let state = ModelState.ready
    let signature: ModelSignature

    init(tensors: [TensorSignature]) {
        signature = ModelSignature(inputs: tensors, outputs: tensors)
    }

    func refusal(deadline: ContinuousClock.Instant?, priority: Priority) -> PredictionError? { nil }

    func submit(_ prediction: Prediction) {
        for (input, wanted) in zip(prediction.inputs, signature.inputs) {
            precondition(input.elementType == wanted.elementType)
            precondition(input.shape.rank == wanted.dimensions.count)
        }
        prediction.completion(.success(prediction.inputs))
    }
}
