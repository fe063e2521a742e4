// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[ROW:.*]] = affine_map<(d0, d1, d2) -> (d1, 0)>
// CHECK-DAG: #[[TURN:.*]] = affine_map<(d0, d1) -> (d1, d0)>
// CHECK-DAG: #[[STEP:.*]] = affine_map<(d0) -> (d0 * -2 + 4)>

// CHECK-LABEL: func.func @broadcast
// CHECK: linalg.generic {indexing_maps = [#[[ROW]],
func.func @broadcast(%x: tensor<4x1xf32>) -> tensor<2x4x3xf32> {
  %y = neap.broadcast %x {shape = array<i64: 2, 4, 3>} : tensor<4x1xf32> -> tensor<2x4x3xf32>
  return %y : tensor<2x4x3xf32>
}

// CHECK-LABEL: func.func @transpose
// CHECK: linalg.generic {indexing_maps = [#[[TURN]],
func.func @transpose(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %y = neap.transpose %x [1, 0] : tensor<2x3xf32> -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @slice
// CHECK: linalg.generic {indexing_maps = [#[[STEP]],
func.func @slice(%x: tensor<5xf32>) -> tensor<3xf32> {
  %y = neap.slice %x [4] sizes [3] steps [-2] : tensor<5xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// A dimension that is begun but not ended is read at a computed position: a plain loop would run to its end.
// CHECK-LABEL: func.func @slice_of_the_beginning
// CHECK-SAME: %[[X:.*]]: tensor<5xf32>
// CHECK: tensor.empty() : tensor<3xf32>
// CHECK: tensor.extract %[[X]]
func.func @slice_of_the_beginning(%x: tensor<5xf32>) -> tensor<3xf32> {
  %y = neap.slice %x [0] sizes [3] steps [1] : tensor<5xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// Both operands are read in bounds, and one is chosen.
// CHECK-LABEL: func.func @concat
// CHECK-SAME: %[[A:.*]]: tensor<2xf32>, %[[B:.*]]: tensor<3xf32>
// CHECK: arith.minsi
// CHECK: tensor.extract %[[A]]
// CHECK: arith.minsi
// CHECK: tensor.extract %[[B]]
// CHECK: arith.select
func.func @concat(%a: tensor<2xf32>, %b: tensor<3xf32>) -> tensor<5xf32> {
  %y = neap.concat %a, %b axis 0 : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
  return %y : tensor<5xf32>
}

// Dimensions without padding are read as they are.
// CHECK-LABEL: func.func @pad
// CHECK: %[[ROW:.*]] = linalg.index 0
// CHECK: tensor.extract %{{.*}}[%[[ROW]], %{{.*}}]
// CHECK: arith.select
func.func @pad(%x: tensor<2x3xf32>) -> tensor<2x6xf32> {
  %y = neap.pad %x constant low [0, 1] high [0, 2] : tensor<2x3xf32> -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @reshape_inside_a_kernel
// CHECK: arith.remui
// CHECK: tensor.extract
func.func @reshape_inside_a_kernel(%x: tensor<2x6xf32>) -> tensor<4x3xf32> {
  %y = neap.reshape %x {shape = array<i64: 4, 3>} : tensor<2x6xf32> -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @pad_around_nothing
// CHECK-NOT: tensor.extract
// CHECK: linalg.yield
func.func @pad_around_nothing(%x: tensor<0xf32>) -> tensor<2xf32> {
  %y = neap.pad %x constant low [2] high [0] : tensor<0xf32> -> tensor<2xf32>
  return %y : tensor<2xf32>
}
