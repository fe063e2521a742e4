// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0, d1, d2) -> (d1, 0)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1) -> (d1, d0)>
// CHECK-DAG: #[[MAP3:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MAP4:.*]] = affine_map<(d0) -> (d0 * -2 + 4)>
// CHECK-DAG: #[[MAP5:.*]] = affine_map<(d0) -> (d0)>

// CHECK-LABEL: func.func @broadcast
// CHECK-SAME: %[[X:.*]]: tensor<4x1xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP1]]], iterator_types = ["parallel", "parallel", "parallel"]} ins(%[[X]] : tensor<4x1xf32>) outs(%{{.*}} : tensor<2x4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: linalg.yield %[[E]]
// CHECK: return %[[V]]
func.func @broadcast(%x: tensor<4x1xf32>) -> tensor<2x4x3xf32> {
  %y = neap.broadcast %x {shape = array<i64: 2, 4, 3>} : tensor<4x1xf32> -> tensor<2x4x3xf32>
  return %y : tensor<2x4x3xf32>
}

// CHECK-LABEL: func.func @transpose
// CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP3]]], iterator_types = ["parallel", "parallel"]} ins(%[[X]] : tensor<2x3xf32>) outs(%{{.*}} : tensor<3x2xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: linalg.yield %[[E]]
// CHECK: return %[[V]]
func.func @transpose(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %y = neap.transpose %x [1, 0] : tensor<2x3xf32> -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @slice
// CHECK-SAME: %[[X:.*]]: tensor<5xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP4]], #[[MAP5]]], iterator_types = ["parallel"]} ins(%[[X]] : tensor<5xf32>) outs(%{{.*}} : tensor<3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: linalg.yield %[[E]]
// CHECK: return %[[V]]
func.func @slice(%x: tensor<5xf32>) -> tensor<3xf32> {
  %y = neap.slice %x [4] sizes [3] steps [-2] : tensor<5xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// A dimension that is begun but not ended is read at a computed position: a plain loop would run to its end.
// CHECK-LABEL: func.func @slice_of_the_beginning
// CHECK-SAME: %[[X:.*]]: tensor<5xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP5]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[V1:.*]] = tensor.extract %[[X]][%[[I]]] : tensor<5xf32>
// CHECK-NEXT: linalg.yield %[[V1]]
// CHECK: return %[[V]]
func.func @slice_of_the_beginning(%x: tensor<5xf32>) -> tensor<3xf32> {
  %y = neap.slice %x [0] sizes [3] steps [1] : tensor<5xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// Both operands are read in bounds, and one is chosen.
// CHECK-LABEL: func.func @concat
// CHECK-SAME: %[[A:.*]]: tensor<2xf32>, %[[B:.*]]: tensor<3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP5]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<5xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[V1:.*]] = arith.subi %[[I]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V2:.*]] = arith.maxsi %[[V1]], %[[C2]]
// CHECK-NEXT: %[[V3:.*]] = arith.minsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = tensor.extract %[[A]][%[[V3]]] : tensor<2xf32>
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: arith.cmpi sge, %[[I]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2
// CHECK-NEXT: %[[V6:.*]] = arith.subi %[[I]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2
// CHECK-NEXT: %[[C6:.*]] = arith.constant 0
// CHECK-NEXT: %[[V7:.*]] = arith.maxsi %[[V6]], %[[C6]]
// CHECK-NEXT: %[[V8:.*]] = arith.minsi %[[V7]], %[[C5]]
// CHECK-NEXT: %[[V9:.*]] = tensor.extract %[[B]][%[[V8]]] : tensor<3xf32>
// CHECK-NEXT: %[[C7:.*]] = arith.constant 2
// CHECK-NEXT: %[[V10:.*]] = arith.cmpi sge, %[[I]], %[[C7]]
// CHECK-NEXT: %[[V11:.*]] = arith.select %[[V10]], %[[V9]], %[[V4]]
// CHECK-NEXT: linalg.yield %[[V11]]
// CHECK: return %[[V]]
func.func @concat(%a: tensor<2xf32>, %b: tensor<3xf32>) -> tensor<5xf32> {
  %y = neap.concat %a, %b axis 0 : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
  return %y : tensor<5xf32>
}

// Dimensions without padding are read as they are.
// CHECK-LABEL: func.func @pad
// CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<2x6xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[C:.*]] = arith.constant 1
// CHECK-NEXT: %[[V1:.*]] = arith.subi %[[I1]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V2:.*]] = arith.maxsi %[[V1]], %[[C2]]
// CHECK-NEXT: %[[V3:.*]] = arith.minsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi eq, %[[V1]], %[[V3]]
// CHECK-NEXT: %[[V5:.*]] = tensor.extract %[[X]][%[[I]], %[[V3]]] : tensor<2x3xf32>
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V4]], %[[V5]], %[[C3]]
// CHECK-NEXT: linalg.yield %[[V6]]
// CHECK: return %[[V]]
func.func @pad(%x: tensor<2x3xf32>) -> tensor<2x6xf32> {
  %y = neap.pad %x constant low [0, 1] high [0, 2] : tensor<2x3xf32> -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @reshape_inside_a_kernel
// CHECK-SAME: %[[X:.*]]: tensor<2x6xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[C1:.*]] = arith.constant 4
// CHECK-NEXT: %[[V1:.*]] = arith.muli %[[C]], %[[C1]]
// CHECK-NEXT: %[[V2:.*]] = arith.addi %[[V1]], %[[I]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 3
// CHECK-NEXT: %[[V3:.*]] = arith.muli %[[V2]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addi %[[V3]], %[[I1]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 6
// CHECK-NEXT: %[[V5:.*]] = arith.remui %[[V4]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 6
// CHECK-NEXT: %[[V6:.*]] = arith.divui %[[V4]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2
// CHECK-NEXT: arith.divui %[[V6]], %[[C5]]
// CHECK-NEXT: %[[V8:.*]] = tensor.extract %[[X]][%[[V6]], %[[V5]]] : tensor<2x6xf32>
// CHECK-NEXT: linalg.yield %[[V8]]
// CHECK: return %[[V]]
func.func @reshape_inside_a_kernel(%x: tensor<2x6xf32>) -> tensor<4x3xf32> {
  %y = neap.reshape %x {shape = array<i64: 4, 3>} : tensor<2x6xf32> -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @pad_around_nothing
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP5]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<2xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: linalg.index 0
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: return %[[V]]
func.func @pad_around_nothing(%x: tensor<0xf32>) -> tensor<2xf32> {
  %y = neap.pad %x constant low [2] high [0] : tensor<0xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// Each result element looks whether the operand has one for it.
// CHECK-LABEL: func.func @slice_scatter
// CHECK-SAME: %[[X:.*]]: tensor<3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP5]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<8xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[C:.*]] = arith.constant 1
// CHECK-NEXT: %[[V1:.*]] = arith.subi %[[I]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 4
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V2:.*]] = arith.maxsi %[[V1]], %[[C2]]
// CHECK-NEXT: %[[V3:.*]] = arith.minsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi eq, %[[V1]], %[[V3]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2
// CHECK-NEXT: %[[V5:.*]] = arith.remui %[[V3]], %[[C4]]
// CHECK-NEXT: %[[V6:.*]] = arith.cmpi eq, %[[V5]], %[[C3]]
// CHECK-NEXT: %[[V7:.*]] = arith.andi %[[V4]], %[[V6]] : i1
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2
// CHECK-NEXT: %[[V8:.*]] = arith.divui %[[V3]], %[[C5]]
// CHECK-NEXT: %[[V9:.*]] = tensor.extract %[[X]][%[[V8]]] : tensor<3xf32>
// CHECK-NEXT: %[[C6:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V10:.*]] = arith.select %[[V7]], %[[V9]], %[[C6]]
// CHECK-NEXT: linalg.yield %[[V10]]
// CHECK: return %[[V]]
func.func @slice_scatter(%x: tensor<3xf32>) -> tensor<8xf32> {
  %y = neap.slice_scatter %x [1] steps [2] shape [8] : tensor<3xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// CHECK-LABEL: func.func @tile
// CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[I1:.*]] = linalg.index 1
// CHECK-NEXT: %[[C:.*]] = arith.constant 2
// CHECK-NEXT: %[[V1:.*]] = arith.remui %[[I]], %[[C]]
// CHECK-NEXT: %[[V2:.*]] = tensor.extract %[[X]][%[[V1]], %[[I1]]] : tensor<2x3xf32>
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: return %[[V]]
func.func @tile(%x: tensor<2x3xf32>) -> tensor<4x3xf32> {
  %y = neap.tile %x [2, 1] : tensor<2x3xf32> -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}
