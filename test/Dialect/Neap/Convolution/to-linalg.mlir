// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1, d2, d3, d4) -> (d3, d4)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2)>

// Without padding every read is in bounds: no guard.
// CHECK-LABEL: func.func @unpadded
// CHECK: linalg.generic {{.*}}["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]
// CHECK-NOT: arith.select
// CHECK: arith.mulf
// CHECK: return
func.func @unpadded(%x: tensor<2x3x8x8xf32>, %w: tensor<4x3x3x3xf32>) -> tensor<2x4x6x6xf32> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<2x4x6x6xf32>
  return %y : tensor<2x4x6x6xf32>
}

// CHECK-LABEL: func.func @padded
// CHECK: linalg.generic
// CHECK-DAG: arith.maxsi
// CHECK-DAG: arith.minsi
// CHECK: tensor.extract
// CHECK: arith.select
// CHECK: arith.addf
func.func @padded(%x: tensor<2x3x8xf32>, %w: tensor<4x3x3xf32>) -> tensor<2x4x8xf32> {
  %y = neap.convolution %x, %w strides [1] dilations [1] pads [1] to [1] group 1
      : (tensor<2x3x8xf32>, tensor<4x3x3xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// Gather form: parallel over the elements of x, a window where the stride divides the distance.
// CHECK-LABEL: func.func @adjoint_in_x
// CHECK: linalg.generic {{.*}}["parallel", "parallel", "parallel", "reduction", "reduction"]
// CHECK: arith.divsi
// CHECK: arith.remsi
// CHECK: arith.select
func.func @adjoint_in_x(%dy: tensor<2x4x4xf32>, %w: tensor<4x3x3xf32>) -> tensor<2x3x8xf32> {
  %dx = neap.convolution_backward_data %dy, %w size [8] strides [2] dilations [1] pads [1] to [1] group 1
      : (tensor<2x4x4xf32>, tensor<4x3x3xf32>) -> tensor<2x3x8xf32>
  return %dx : tensor<2x3x8xf32>
}

// CHECK-LABEL: func.func @adjoint_in_w
// CHECK: linalg.generic {{.*}}["parallel", "parallel", "parallel", "reduction", "reduction"]
func.func @adjoint_in_w(%x: tensor<2x3x8xf32>, %dy: tensor<2x4x8xf32>) -> tensor<4x3x3xf32> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3] strides [1] dilations [1] pads [1] to [1] group 1
      : (tensor<2x3x8xf32>, tensor<2x4x8xf32>) -> tensor<4x3x3xf32>
  return %dw : tensor<4x3x3xf32>
}

// Output channel o of three in a group reads the two input channels of its group, o / 3 * 2 + c.
// CHECK-LABEL: func.func @grouped
// CHECK-SAME: %[[X:.*]]: tensor<1x4x9xf32>, %[[W:.*]]: tensor<6x2x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x6x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%{{.*}} : tensor<2x3xi8>) outs(%[[V]] : tensor<1x6x3xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[I4:.*]] = linalg.index 4
// CHECK-NEXT: %[[C1:.*]] = arith.constant 3
// CHECK-NEXT: %[[V2:.*]] = arith.divsi %[[I1]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2
// CHECK-NEXT: %[[V3:.*]] = arith.muli %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addi %[[V3]], %[[I3]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 2
// CHECK-NEXT: %[[V5:.*]] = arith.muli %[[I2]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant -1
// CHECK-NEXT: %[[V6:.*]] = arith.addi %[[V5]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2
// CHECK-NEXT: %[[V7:.*]] = arith.muli %[[I4]], %[[C5]]
// CHECK-NEXT: %[[V8:.*]] = arith.addi %[[V6]], %[[V7]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 0
// CHECK-NEXT: %[[V9:.*]] = arith.cmpi sge, %[[V8]], %[[C6]]
// CHECK-NEXT: %[[V10:.*]] = arith.maxsi %[[V8]], %[[C6]]
// CHECK-NEXT: %[[V11:.*]] = tensor.extract %[[W]][%[[I1]], %[[I3]], %[[I4]]] : tensor<6x2x3xf32>
// CHECK-NEXT: %[[V12:.*]] = tensor.extract %[[X]][%[[I]], %[[V4]], %[[V10]]] : tensor<1x4x9xf32>
// CHECK-NEXT: %[[C7:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V13:.*]] = arith.select %[[V9]], %[[V12]], %[[C7]]
// CHECK-NEXT: %[[V14:.*]] = arith.mulf %[[V13]], %[[V11]]
// CHECK-NEXT: %[[V15:.*]] = arith.addf %[[OUT1]], %[[V14]]
// CHECK-NEXT: linalg.yield %[[V15]]
// CHECK: return %[[V1]]
func.func @grouped(%x: tensor<1x4x9xf32>, %w: tensor<6x2x3xf32>) -> tensor<1x6x3xf32> {
  %y = neap.convolution %x, %w strides [2] dilations [2] pads [1] to [0] group 2
      : (tensor<1x4x9xf32>, tensor<6x2x3xf32>) -> tensor<1x6x3xf32>
  return %y : tensor<1x6x3xf32>
}

// Element i under position k belongs to window (i + 1 - 2 k) / 2, where that is a whole number in range.
// CHECK-LABEL: func.func @grouped_adjoint_in_x
// CHECK-SAME: %[[DY:.*]]: tensor<1x6x3xf32>, %[[W:.*]]: tensor<6x2x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x4x9xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%{{.*}} : tensor<3x3xi8>) outs(%[[V]] : tensor<1x4x9xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[I4:.*]] = linalg.index 4
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2
// CHECK-NEXT: %[[V2:.*]] = arith.divsi %[[I1]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3
// CHECK-NEXT: %[[V3:.*]] = arith.muli %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addi %[[V3]], %[[I3]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 2
// CHECK-NEXT: %[[V5:.*]] = arith.remsi %[[I1]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 1
// CHECK-NEXT: %[[V6:.*]] = arith.addi %[[I2]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2
// CHECK-NEXT: %[[V7:.*]] = arith.muli %[[I4]], %[[C5]]
// CHECK-NEXT: %[[V8:.*]] = arith.subi %[[V6]], %[[V7]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 2
// CHECK-NEXT: %[[C7:.*]] = arith.constant 0
// CHECK-NEXT: %[[V9:.*]] = arith.divsi %[[V8]], %[[C6]]
// CHECK-NEXT: %[[V10:.*]] = arith.remsi %[[V8]], %[[C6]]
// CHECK-NEXT: %[[V11:.*]] = arith.cmpi eq, %[[V10]], %[[C7]]
// CHECK-NEXT: %[[V12:.*]] = arith.cmpi sge, %[[V8]], %[[C7]]
// CHECK-NEXT: %[[V13:.*]] = arith.andi %[[V11]], %[[V12]] : i1
// CHECK-NEXT: %[[C8:.*]] = arith.constant 0
// CHECK-NEXT: %[[V14:.*]] = arith.cmpi sge, %[[V9]], %[[C8]]
// CHECK-NEXT: %[[V15:.*]] = arith.maxsi %[[V9]], %[[C8]]
// CHECK-NEXT: %[[C9:.*]] = arith.constant 2
// CHECK-NEXT: %[[V16:.*]] = arith.cmpi sle, %[[V9]], %[[C9]]
// CHECK-NEXT: %[[V17:.*]] = arith.andi %[[V14]], %[[V16]] : i1
// CHECK-NEXT: %[[V18:.*]] = arith.minsi %[[V15]], %[[C9]]
// CHECK-NEXT: %[[V19:.*]] = arith.andi %[[V13]], %[[V17]] : i1
// CHECK-NEXT: %[[V20:.*]] = tensor.extract %[[W]][%[[V4]], %[[V5]], %[[I4]]] : tensor<6x2x3xf32>
// CHECK-NEXT: %[[V21:.*]] = tensor.extract %[[DY]][%[[I]], %[[V4]], %[[V18]]] : tensor<1x6x3xf32>
// CHECK-NEXT: %[[C10:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V22:.*]] = arith.select %[[V19]], %[[V21]], %[[C10]]
// CHECK-NEXT: %[[V23:.*]] = arith.mulf %[[V22]], %[[V20]]
// CHECK-NEXT: %[[V24:.*]] = arith.addf %[[OUT1]], %[[V23]]
// CHECK-NEXT: linalg.yield %[[V24]]
// CHECK: return %[[V1]]
func.func @grouped_adjoint_in_x(%dy: tensor<1x6x3xf32>, %w: tensor<6x2x3xf32>) -> tensor<1x4x9xf32> {
  %y = neap.convolution_backward_data %dy, %w size [9] strides [2] dilations [2] pads [1] to [0] group 2
      : (tensor<1x6x3xf32>, tensor<6x2x3xf32>) -> tensor<1x4x9xf32>
  return %y : tensor<1x4x9xf32>
}

// CHECK-LABEL: func.func @grouped_adjoint_in_w
// CHECK-SAME: %[[X:.*]]: tensor<1x4x9xf32>, %[[DY:.*]]: tensor<1x6x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<6x2x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%{{.*}} : tensor<1x3xi8>) outs(%[[V]] : tensor<6x2x3xf32>)
// CHECK: ^bb0(%{{.*}}: i8, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[I2:.*]] = linalg.index 2
// CHECK-NEXT: %[[I3:.*]] = linalg.index 3
// CHECK-NEXT: %[[I4:.*]] = linalg.index 4
// CHECK-NEXT: %[[C1:.*]] = arith.constant 3
// CHECK-NEXT: %[[V2:.*]] = arith.divsi %[[I]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2
// CHECK-NEXT: %[[V3:.*]] = arith.muli %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addi %[[V3]], %[[I1]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 2
// CHECK-NEXT: %[[V5:.*]] = arith.muli %[[I4]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant -1
// CHECK-NEXT: %[[V6:.*]] = arith.addi %[[V5]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2
// CHECK-NEXT: %[[V7:.*]] = arith.muli %[[I2]], %[[C5]]
// CHECK-NEXT: %[[V8:.*]] = arith.addi %[[V6]], %[[V7]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 0
// CHECK-NEXT: %[[V9:.*]] = arith.cmpi sge, %[[V8]], %[[C6]]
// CHECK-NEXT: %[[V10:.*]] = arith.maxsi %[[V8]], %[[C6]]
// CHECK-NEXT: %[[V11:.*]] = tensor.extract %[[DY]][%[[I3]], %[[I]], %[[I4]]] : tensor<1x6x3xf32>
// CHECK-NEXT: %[[V12:.*]] = tensor.extract %[[X]][%[[I3]], %[[V4]], %[[V10]]] : tensor<1x4x9xf32>
// CHECK-NEXT: %[[C7:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V13:.*]] = arith.select %[[V9]], %[[V12]], %[[C7]]
// CHECK-NEXT: %[[V14:.*]] = arith.mulf %[[V13]], %[[V11]]
// CHECK-NEXT: %[[V15:.*]] = arith.addf %[[OUT1]], %[[V14]]
// CHECK-NEXT: linalg.yield %[[V15]]
// CHECK: return %[[V1]]
func.func @grouped_adjoint_in_w(%x: tensor<1x4x9xf32>, %dy: tensor<1x6x3xf32>) -> tensor<6x2x3xf32> {
  %y = neap.convolution_backward_weights %x, %dy kernel [3] strides [2] dilations [2] pads [1] to [0] group 2
      : (tensor<1x4x9xf32>, tensor<1x6x3xf32>) -> tensor<6x2x3xf32>
  return %y : tensor<6x2x3xf32>
}
