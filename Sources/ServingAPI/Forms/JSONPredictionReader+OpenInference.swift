import Serving
import Tensors

/// The Open Inference Protocol's list of tensors, each with name, datatype, shape and data.
///
/// Source: Open Inference Protocol, `$tensor` in "Inference Request JSON Object".
extension JSONPredictionReader {
    func readOpenInferenceForm(
        _ scanner: inout JSONScanner
    ) throws(RequestError) -> PredictionRequest {
        var inputs = InputSet(for: signature)
        var given: Set<Int> = []
        try scanner.readList { scanner, position throws(RequestError) in
            let start = scanner.offset
            let (index, tensor) = try readOpenInferenceTensor(
                &scanner, path: "inputs[\(position)]")
            guard given.insert(index).inserted else {
                throw .duplicateKey(signature.inputs[index].name, offset: start)
            }
            try inputs.set(tensor, at: index)
        }
        return PredictionRequest(
            inputs: try inputs.complete(), form: .openInference(id: nil, outputs: []))
    }

    /// Reads one tensor and finds the input it is for.
    private func readOpenInferenceTensor(
        _ scanner: inout JSONScanner, path: String
    ) throws(RequestError) -> (index: Int, tensor: Tensor) {
        var description = OpenInferenceTensor(path: path)
        var tensor: Tensor?
        var skippedData: JSONScanner?
        var seen: Set<String> = []
        try scanner.readObject { scanner, key, keyOffset throws(RequestError) in
            // Others mean nothing, and there may be millions of them.
            if OpenInferenceTensor.keys.contains(key), !seen.insert(key).inserted {
                throw .duplicateKey(key, offset: keyOffset)
            }
            switch key {
            case "name": description.name = try scanner.readString()
            case "datatype": description.datatype = try scanner.readString()
            case "shape": description.shape = try readShape(&scanner)
            case "data" where description.isComplete:
                tensor = try description.readData(&scanner, for: signature)
            case "data":
                // How to read it is said by members that follow.
                skippedData = scanner
                try scanner.skipValue()
            default: try scanner.skipValue(depth: 3)
            }
        }
        if var data = skippedData { tensor = try description.readData(&data, for: signature) }
        guard let tensor else {
            _ = try description.input(of: signature)
            throw .missingKey("\"data\"", in: path)
        }
        return (try description.input(of: signature).index, tensor)
    }

    private func readShape(_ scanner: inout JSONScanner) throws(RequestError) -> [Int] {
        var shape: [Int] = []
        try scanner.readList { scanner, index throws(RequestError) in
            guard index < scanner.limits.tensorRank else {
                throw scanner.failure(
                    expected: "at most \(scanner.limits.tensorRank) dimensions")
            }
            shape.append(try scanner.readExtent())
        }
        return shape
    }
}

/// What a request says of a tensor beside its data.
private struct OpenInferenceTensor {
    /// What is read of a tensor.
    static let keys: Set = ["name", "shape", "datatype", "data"]

    /// The tensor in messages.
    let path: String
    var name: String?
    var datatype: String?
    var shape: [Int]?

    init(path: String) { self.path = path }

    var isComplete: Bool { name != nil && datatype != nil && shape != nil }

    /// The input of that name and where it stands, once its datatype and shape are checked.
    func input(
        of signature: ModelSignature
    ) throws(RequestError) -> (index: Int, input: TensorSignature, shape: [Int]) {
        guard let name else { throw .missingKey("\"name\"", in: path) }
        guard let datatype else { throw .missingKey("\"datatype\"", in: path) }
        guard let shape else { throw .missingKey("\"shape\"", in: path) }
        let index = try InputSet(for: signature).index(of: name)
        let input = signature.inputs[index]
        let expected = input.elementType.openInferenceName
        guard datatype == expected else {
            throw .elementType(input: name, expected: expected, given: datatype)
        }
        try input.check(shape)
        return (index, input, shape)
    }

    /// Reads the data, nested or flat.
    func readData(
        _ scanner: inout JSONScanner, for signature: ModelSignature
    ) throws(RequestError) -> Tensor {
        let (_, input, shape) = try input(of: signature)
        var reader = input.reader(path: "\(path).data")
        try reader.readTensor(&scanner)
        guard let count = Shape.elementCountIfValid(shape),
            reader.shape == shape || reader.shape == [count]
        else { throw .valueCount(input: input.name, shape: shape, given: reader.shape) }
        return reader.takeTensor(shape: Shape(shape))
    }
}

extension ElementType {
    /// The name the Open Inference Protocol has for the type, `BF16` as Triton adds it.
    var openInferenceName: String {
        switch self {
        case .bool: "BOOL"
        case .int8: "INT8"
        case .int16: "INT16"
        case .int32: "INT32"
        case .int64: "INT64"
        case .uint8: "UINT8"
        case .uint16: "UINT16"
        case .uint32: "UINT32"
        case .uint64: "UINT64"
        case .float16: "FP16"
        case .bfloat16: "BF16"
        case .float32: "FP32"
        case .float64: "FP64"
        }
    }
}
