/// All operators that can be imported, by TensorFlow's name.
enum OperatorTable {
    static let importers: [String: OperatorImport] = {
        let groups = [
            elementwise, linear, normalization, windows, reductions, movement, shapes,
        ]
        return groups.reduce(into: [:]) { table, group in
            table.merge(group) { first, _ in first }
        }
    }()

    static let elementwise: [String: OperatorImport] =
        Elementwise.unary.merging(Elementwise.binary) { first, _ in first }.merging([
            "AddN": AddN.translate,
            "BiasAdd": BiasAdd.translate,
            "BiasAddV1": BiasAdd.translate,
            "Cast": CastOperator.translate,
            "ClipByValue": ClipByValue.translate,
            "IsFinite": IsFinite.translate,
            "IsNan": IsFinite.isNaN,
            "LeakyRelu": LeakyRelu.translate,
            "OneHot": OneHot.translate,
            "Select": Select.translate,
            "SelectV2": Select.translate,
        ]) { first, _ in first }

    static let linear: [String: OperatorImport] = [
        "BatchMatMul": BatchMatMul.translate,
        "BatchMatMulV2": BatchMatMul.translate,
        "BatchMatMulV3": BatchMatMul.translate,
        "Conv2D": Conv2D.translate,
        "Conv2DBackpropInput": Conv2DBackpropInput.translate,
        "Cumsum": Cumsum.translate,
        "DepthwiseConv2dNative": DepthwiseConv2dNative.translate,
        "MatMul": MatMul.translate,
    ]

    static let normalization: [String: OperatorImport] = [
        "BatchNormWithGlobalNormalization": BatchNormWithGlobalNormalization.translate,
        "FusedBatchNorm": FusedBatchNorm.translate,
        "FusedBatchNormV2": FusedBatchNorm.translate,
        "FusedBatchNormV3": FusedBatchNorm.translate,
        "LRN": LRN.translate,
        "LogSoftmax": SoftmaxOperator.logarithmic,
        "Softmax": SoftmaxOperator.plain,
    ]

    static let windows: [String: OperatorImport] = [
        "AvgPool": PoolingOperator.mean,
        "BatchToSpaceND": BatchToSpaceND.translate,
        "MaxPool": PoolingOperator.maximum,
        "MaxPoolV2": PoolingOperator.maximum,
        "ResizeBilinear": ResizeImages.bilinear,
        "ResizeNearestNeighbor": ResizeImages.nearest,
        "SpaceToBatchND": SpaceToBatchND.translate,
    ]

    static let reductions: [String: OperatorImport] = [
        "All": ReductionOperator.all,
        "Any": ReductionOperator.any,
        "ArgMax": ArgMaxOperator.largest,
        "ArgMin": ArgMaxOperator.smallest,
        "Max": ReductionOperator.maximum,
        "Mean": ReductionOperator.mean,
        "Min": ReductionOperator.minimum,
        "Prod": ReductionOperator.product,
        "Sum": ReductionOperator.sum,
        "TopK": TopK.translate,
        "TopKV2": TopK.translate,
    ]

    static let movement: [String: OperatorImport] = [
        "BroadcastTo": BroadcastTo.translate,
        "Concat": Concat.axisFirst,
        "ConcatV2": Concat.axisLast,
        "DepthToSpace": DepthToSpace.toSpace,
        "ExpandDims": ExpandDims.translate,
        "Gather": Gather.translate,
        "GatherV2": Gather.translate,
        "MirrorPad": Pad.translate,
        "Pack": Pack.translate,
        "Pad": Pad.translate,
        "PadV2": Pad.translate,
        "ReverseV2": ReverseV2.translate,
        "Reshape": ReshapeOperator.translate,
        "Slice": SliceOperator.translate,
        "SpaceToDepth": DepthToSpace.toDepth,
        "Split": Split.equal,
        "SplitV": Split.sized,
        "Squeeze": Squeeze.translate,
        "StridedSlice": StridedSlice.translate,
        "Tile": Tile.translate,
        "Transpose": Transpose.translate,
        "Unpack": Unpack.translate,
    ]

    static let shapes: [String: OperatorImport] = [
        "Const": Const.translate,
        "Fill": Fill.translate,
        "OnesLike": Fill.onesLike,
        "Range": RangeOperator.translate,
        "Rank": ShapeOperator.rank,
        "Shape": ShapeOperator.shape,
        "ShapeN": ShapeOperator.shapes,
        "Size": ShapeOperator.size,
        "ZerosLike": Fill.zerosLike,
    ]
}
