// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @broadcast
// CHECK-SAME: %{{.*}}: tensor<4x1xf32>, %[[DY:.*]]: tensor<2x4x3xf32>
// CHECK: %[[SUM:.*]] = neap.reduce_sum %[[DY]] [0, 2] {keepdims = false} : tensor<2x4x3xf32> -> tensor<4xf32>
// CHECK: neap.reshape %[[SUM]] {shape = array<i64: 4, 1>}
func.func @broadcast(%x: tensor<4x1xf32>) -> tensor<2x4x3xf32> {
  %y = neap.broadcast %x {shape = array<i64: 2, 4, 3>} : tensor<4x1xf32> -> tensor<2x4x3xf32>
  return %y : tensor<2x4x3xf32>
}

// CHECK-LABEL: func.func @transpose
// CHECK: neap.transpose %{{.*}} [2, 0, 1] : tensor<3x4x2xf32> -> tensor<2x3x4xf32>
func.func @transpose(%x: tensor<2x3x4xf32>) -> tensor<3x4x2xf32> {
  %y = neap.transpose %x [1, 2, 0] : tensor<2x3x4xf32> -> tensor<3x4x2xf32>
  return %y : tensor<3x4x2xf32>
}

// CHECK-LABEL: func.func @slice
// CHECK: neap.slice_scatter %{{.*}} [4] steps [-2] shape [5] : tensor<3xf32> -> tensor<5xf32>
func.func @slice(%x: tensor<5xf32>) -> tensor<3xf32> {
  %y = neap.slice %x [4] sizes [3] steps [-2] : tensor<5xf32> -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// CHECK-LABEL: func.func @concat
// CHECK-SAME: %[[DY:[^ ]*]]: tensor<5x2xf32>)
// CHECK-DAG: %[[DA:.*]] = neap.slice %[[DY]] [0, 0] sizes [2, 2] steps [1, 1]
// CHECK-DAG: %[[DB:.*]] = neap.slice %[[DY]] [2, 0] sizes [3, 2] steps [1, 1]
// CHECK: return %[[DA]], %[[DB]]
func.func @concat(%a: tensor<2x2xf32>, %b: tensor<3x2xf32>) -> tensor<5x2xf32> {
  %y = neap.concat %a, %b axis 0 : (tensor<2x2xf32>, tensor<3x2xf32>) -> tensor<5x2xf32>
  return %y : tensor<5x2xf32>
}

// The padding is cut off.
// CHECK-LABEL: func.func @pad_constant
// CHECK-SAME: %[[DY:[^ ]*]]: tensor<7xf32>)
// CHECK-NEXT: %[[DX:.*]] = neap.slice %[[DY]] [1] sizes [4] steps [1]
// CHECK-NEXT: return %[[DX]]
func.func @pad_constant(%x: tensor<4xf32>) -> tensor<7xf32> {
  %y = neap.pad %x constant low [1] high [2] : tensor<4xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}

// The mirrored parts are added where they came from.
// CHECK-LABEL: func.func @pad_reflect
// CHECK-SAME: %[[DY:[^ ]*]]: tensor<7xf32>)
// CHECK: %[[LOW:.*]] = neap.slice %[[DY]] [0] sizes [3] steps [1]
// CHECK: neap.slice_scatter %[[LOW]] [2] steps [-1] shape [4]
// CHECK: neap.add
func.func @pad_reflect(%x: tensor<4xf32>) -> tensor<7xf32> {
  %y = neap.pad %x reflect low [2] high [1] : tensor<4xf32> -> tensor<7xf32>
  return %y : tensor<7xf32>
}

// CHECK-LABEL: func.func @tile
// CHECK-SAME: %[[DY:[^ ]*]]: tensor<6x4xf32>)
// CHECK: %[[SPLIT:.*]] = neap.reshape %[[DY]] {shape = array<i64: 3, 2, 1, 4>}
// CHECK: neap.reduce_sum %[[SPLIT]] [0, 2] {keepdims = false}
func.func @tile(%x: tensor<2x4xf32>) -> tensor<6x4xf32> {
  %y = neap.tile %x [3, 1] : tensor<2x4xf32> -> tensor<6x4xf32>
  return %y : tensor<6x4xf32>
}

// CHECK-LABEL: func.func @reshape
// CHECK-SAME: %{{.*}}: tensor<2x6xf32>, %[[DY:.*]]: tensor<4x3xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[DY]] {shape = array<i64: 2, 6>} : tensor<4x3xf32> -> tensor<2x6xf32>
// CHECK-NEXT: return %[[V]]
func.func @reshape(%x: tensor<2x6xf32>) -> tensor<4x3xf32> {
  %y = neap.reshape %x {shape = array<i64: 4, 3>} : tensor<2x6xf32> -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @slice_scatter
// CHECK-SAME: %{{.*}}: tensor<3xf32>, %[[DY:.*]]: tensor<8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.slice %[[DY]] [1] sizes [3] steps [2] : tensor<8xf32> -> tensor<3xf32>
// CHECK-NEXT: return %[[V]]
func.func @slice_scatter(%x: tensor<3xf32>) -> tensor<8xf32> {
  %y = neap.slice_scatter %x [1] steps [2] shape [8] : tensor<3xf32> -> tensor<8xf32>
  return %y : tensor<8xf32>
}
