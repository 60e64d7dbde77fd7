import Serving
import Tensors

/// Who answers, as answers name it.
struct AnsweringModel: Sendable {
    var name: String
    var version: String
}

extension PredictionForm {
    /// The body of the answer that holds these outputs, one for each of the signature, in its
    /// order.
    func body(
        _ outputs: [Tensor], signature: ModelSignature, model: AnsweringModel
    ) throws(RequestError) -> [UInt8] {
        let named = zip(signature.outputs, outputs).map { (name: $0.name, tensor: $1) }
        switch self {
        case .rows: return Self.rowBody(named)
        case .columns: return Self.columnBody(named)
        case .openInference(let id, let names):
            let chosen =
                names.isEmpty
                ? named : names.compactMap { name in named.first { $0.name == name } }
            return Self.openInferenceBody(chosen, id: id, model: model)
        case .npy: return try Self.npyBody(try Self.first(outputs))
        case .elements: return try Self.first(outputs).withUnsafeBytes(Array.init)
        }
    }

    private static func first(_ outputs: [Tensor]) throws(RequestError) -> Tensor {
        guard let first = outputs.first else {
            throw .prediction(.failed("the model has no outputs"))
        }
        return first
    }

    /// NumPy has no bfloat16, and every such number is a float32, too.
    private static func npyBody(_ output: Tensor) throws(RequestError) -> [UInt8] {
        do {
            let writable =
                output.elementType == .bfloat16 ? try output.converted(to: .float32) : output
            return try writable.npyBytes()
        } catch { throw .prediction(.failed("\(error)")) }
    }

    private typealias NamedTensor = (name: String, tensor: Tensor)

    /// `{"predictions": rows}`, where a row is a value or, of several outputs, an object.
    private static func rowBody(_ outputs: [NamedTensor]) -> [UInt8] {
        var json = JSONWriter()
        json.write(#"{"predictions":"#)
        if let only = outputs.first, outputs.count == 1 {
            json.write(only.tensor)
        } else {
            let rowCount = outputs.map(\.tensor.rowCount).min() ?? 0
            json.writeList(0..<rowCount) { json, row in
                json.writeObject(outputs) { json, output in
                    json.write(key: output.name)
                    json.write(output.tensor.row(row))
                }
            }
        }
        json.write("}")
        return json.text
    }

    /// `{"outputs": tensor}`, or of several outputs an object of tensors.
    private static func columnBody(_ outputs: [NamedTensor]) -> [UInt8] {
        var json = JSONWriter()
        json.write(#"{"outputs":"#)
        if let only = outputs.first, outputs.count == 1 {
            json.write(only.tensor)
        } else {
            json.writeObject(outputs) { json, output in
                json.write(key: output.name)
                json.write(output.tensor)
            }
        }
        json.write("}")
        return json.text
    }

    /// The Open Inference Protocol's answer, with flat data.
    private static func openInferenceBody(
        _ outputs: [NamedTensor], id: String?, model: AnsweringModel
    ) -> [UInt8] {
        var json = JSONWriter()
        json.write(#"{"model_name":"#)
        json.write(string: model.name)
        json.write(#","model_version":"#)
        json.write(string: model.version)
        if let id {
            json.write(#","id":"#)
            json.write(string: id)
        }
        json.write(#","outputs":"#)
        json.writeList(outputs) { json, output in
            json.write(#"{"name":"#)
            json.write(string: output.name)
            json.write(#","datatype":"#)
            json.write(string: output.tensor.elementType.openInferenceName)
            json.write(#","shape":"#)
            json.writeList(output.tensor.shape.dimensions) { json, extent in json.write(extent) }
            json.write(#","data":"#)
            json.write(output.tensor.reshaped(to: [output.tensor.elementCount]))
            json.write("}")
        }
        json.write("}")
        return json.text
    }
}

extension Tensor {
    /// The row at `index`, without the outermost dimension; of a scalar, the scalar.
    fileprivate func row(_ index: Int) -> Tensor {
        guard shape.rank > 0 else { return self }
        return rows(index..<index + 1).reshaped(to: Shape(Array(shape.dimensions.dropFirst())))
    }
}
