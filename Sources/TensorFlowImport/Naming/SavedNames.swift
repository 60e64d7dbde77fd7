import Checkpoints
import Wire

/// Under what name the checkpoint holds each variable.
///
/// The `SaveV2` operators pair names with variables, which is right also where a script saved under
/// other names (`Saver({"name": variable})`) or split a variable into parts.
struct SavedNames {
    /// Where a variable's value lies.
    struct Place: Hashable {
        /// The name in the checkpoint.
        let name: String
        /// For a part of a larger variable: the range along each dimension.
        let region: [Range<Int>]?
    }

    /// What `tf.train.ExponentialMovingAverage` adds to the name of a variable it averages.
    static let averageSuffix = "/ExponentialMovingAverage"

    private var places: [Int: [Place]] = [:]
    private let renaming: Renaming?

    init(_ resolution: BranchResolution, saver: TFSaverDef, renaming: Renaming? = nil) {
        self.renaming = renaming
        let graph = resolution.graph
        let scope = saver.filenameTensorName.split(separator: "/").dropLast().joined(separator: "/")
        // The saver that wrote this file comes first, if there are several.
        let saves = graph.nodes.filter { $0.op == "SaveV2" }
        let own = saves.filter { $0.name.hasPrefix(scope + "/") }
        for save in own + saves.filter({ !$0.name.hasPrefix(scope + "/") }) {
            guard save.inputs.count > 3,
                let names = Self.strings(save.inputs[1], resolution),
                let slices = Self.strings(save.inputs[2], resolution),
                names.count == save.inputs.count - 3, slices.count == names.count
            else { continue }
            for (index, name) in names.enumerated() {
                let variable = resolution.origin(of: save.inputs[index + 3])
                guard graph[variable].isVariable else { continue }
                let place = Place(name: name, region: Self.region(slices[index]))
                if places[variable.node]?.contains(place) != true {
                    places[variable.node, default: []].append(place)
                }
            }
        }
    }

    /// Where to look for a variable's value, likeliest first; never empty.
    ///
    /// Where a rename matches one of its names, only renamed ones are looked for.
    func places(of node: Int, in graph: TrainingGraph) -> [Place] {
        let given = givenPlaces(of: node, in: graph)
        let renamed = given.compactMap { place in
            renaming?.name(for: place.name).map { Place(name: $0, region: place.region) }
        }
        return renamed.isEmpty ? given : renamed
    }

    /// Whether a rename matches one of a variable's names.
    func isRenamed(_ node: Int, in graph: TrainingGraph) -> Bool {
        givenPlaces(of: node, in: graph).contains { renaming?.name(for: $0.name) != nil }
    }

    /// The renames that match no variable of the graph.
    func unusedRenames(in graph: TrainingGraph) -> [ImportOptions.Rename] {
        let names = graph.nodes.indices.filter { graph.nodes[$0].isVariable }
            .flatMap { givenPlaces(of: $0, in: graph).map(\.name) }
        return renaming?.unused(among: names) ?? []
    }

    private func givenPlaces(of node: Int, in graph: TrainingGraph) -> [Place] {
        let attributes = graph.nodes[node].attributes
        let shared = attributes.string("shared_name").flatMap { $0.isEmpty ? nil : $0 }
        let own = [shared, graph.nodes[node].name].compactMap { $0 }
        return (places[node] ?? []) + own.map { Place(name: $0, region: nil) }
    }

    private static func strings(
        _ tensor: TensorReference, _ resolution: BranchResolution
    ) -> [String]? {
        guard
            let proto = resolution.graph[resolution.origin(of: tensor)].attributes.tensor("value"),
            proto.dtype == .dtString, let shape = proto.tensorShape.knownShape,
            let last = proto.stringVal.last, proto.stringVal.count <= shape.elementCount,
            shape.elementCount <= resolution.graph.nodes.count
        else { return nil }
        let given = proto.stringVal.map { String(decoding: $0, as: UTF8.self) }
        let rest = shape.elementCount - given.count
        return given + [String](repeating: String(decoding: last, as: UTF8.self), count: rest)
    }

    /// Reads `extents start,length:start,length`; `-` spans a dimension.
    ///
    /// Source: tensorflow/core/util/saved_tensor_slice_util.cc, `ParseShapeAndSlice`.
    private static func region(_ text: String) -> [Range<Int>]? {
        let words = text.split(separator: " ")
        guard words.count >= 2 else { return nil }
        let extents = words.dropLast().compactMap { Int($0) }
        let spans = words[words.count - 1].split(separator: ":")
        guard extents.count == words.count - 1, spans.count == extents.count else { return nil }
        var region: [Range<Int>] = []
        for (span, extent) in zip(spans, extents) {
            if span == "-" {
                region.append(0..<extent)
                continue
            }
            let numbers = span.split(separator: ",").compactMap { Int($0) }
            guard numbers.count == 2, numbers[0] >= 0, numbers[1] >= 0,
                numbers[1] <= extent - numbers[0]
            else { return nil }
            region.append(numbers[0]..<numbers[0] + numbers[1])
        }
        return region
    }
}
