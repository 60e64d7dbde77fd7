import Serving
import Tensors

/// A tensor's rows as the JSON of a request and back, for what measures how fast that is.
public enum TensorJSON {
    /// `{"instances": [row, …]}` with the shortest text of each element that reads back as it.
    public static func body(of rows: Tensor) -> [UInt8] {
        var json = JSONWriter()
        json.write(#"{"instances":"#)
        json.write(rows)
        json.write("}")
        return json.text
    }

    /// The rows in such a body, as a model of one input reads them.
    ///
    /// - Parameters:
    ///   - body: Any text of the row form, with numbers of any length.
    ///   - input: What the model takes.
    /// - Throws: What a client would be told with status 400.
    public static func rows(in body: [UInt8], for input: TensorSignature) throws -> Tensor {
        let signature = ModelSignature(inputs: [input], outputs: [])
        let request = try JSONPredictionReader.read(body, signature: signature)
        guard let rows = request.inputs.first else {
            throw RequestError.noRows(input: input.name)
        }
        return rows
    }
}
