import Wire

/// A node's attributes by name, with the defaults that TensorFlow leaves out.
struct NodeAttributes {
    private let values: [String: TFAttrValue]

    init(_ values: [String: TFAttrValue]) { self.values = values }

    subscript(name: String) -> TFAttrValue? { values[name] }

    func integers(_ name: String) -> [Int] { values[name]?.list.i.map(Int.init) ?? [] }

    func integer(_ name: String) -> Int? {
        if case .i(let value) = values[name]?.value { Int(value) } else { nil }
    }

    func bool(_ name: String, default value: Bool = false) -> Bool {
        if case .b(let value) = values[name]?.value { value } else { value }
    }

    func float(_ name: String) -> Float? {
        if case .f(let value) = values[name]?.value { value } else { nil }
    }

    func string(_ name: String) -> String? {
        if case .s(let bytes) = values[name]?.value {
            String(decoding: bytes, as: UTF8.self)
        } else {
            nil
        }
    }

    func type(_ name: String) -> TFDataType? {
        if case .type(let type) = values[name]?.value { type } else { nil }
    }

    func types(_ name: String) -> [TFDataType] { values[name]?.list.type ?? [] }

    func shape(_ name: String) -> TFTensorShapeProto? {
        if case .shape(let shape) = values[name]?.value { shape } else { nil }
    }

    func shapes(_ name: String) -> [TFTensorShapeProto] { values[name]?.list.shape ?? [] }

    func tensor(_ name: String) -> TFTensorProto? {
        if case .tensor(let tensor) = values[name]?.value { tensor } else { nil }
    }

    func function(_ name: String) -> TFNameAttrList? {
        if case .func(let function) = values[name]?.value { function } else { nil }
    }

    /// These attributes, with those that name an attribute of the enclosing function replaced by the
    /// value that the function's caller gives it.
    func instantiated(with caller: NodeAttributes) -> NodeAttributes {
        NodeAttributes(
            values.mapValues { value in
                if case .placeholder(let name) = value.value {
                    caller[name] ?? value
                } else {
                    value
                }
            })
    }
}
