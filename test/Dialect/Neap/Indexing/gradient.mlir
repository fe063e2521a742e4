// RUN: neap-opt %s --neap-show-gradient | FileCheck %s

// CHECK-LABEL: func.func @embedding
// CHECK-SAME: %{{.*}}: tensor<10x4xf32>, %[[I:.*]]: tensor<2x3xi64>, %[[DY:.*]]: tensor<2x3x4xf32>
// CHECK: neap.gather_backward %[[DY]], %[[I]] {axis = 0 : i64, shape = array<i64: 10, 4>}
func.func @embedding(%table: tensor<10x4xf32>, %i: tensor<2x3xi64>) -> tensor<2x3x4xf32> {
  %y = neap.gather %table, %i {axis = 0 : i64} : (tensor<10x4xf32>, tensor<2x3xi64>) -> tensor<2x3x4xf32>
  return %y : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @chosen_elements
// CHECK: neap.scatter_elements add
func.func @chosen_elements(%x: tensor<4x3xf32>, %i: tensor<4x1xi64>) -> tensor<4x1xf32> {
  %y = neap.gather_elements %x, %i {axis = 1 : i64} : (tensor<4x3xf32>, tensor<4x1xi64>) -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// What was replaced has no gradient, what replaced it has it all.
// CHECK-LABEL: func.func @replacement
// CHECK-SAME: %[[DY:[^ ]*]]: tensor<4xf32>)
// CHECK-DAG: %[[DX:.*]] = neap.scatter_elements none %[[DY]], %{{.*}}, %{{.*}}
// CHECK-DAG: %[[DU:.*]] = neap.gather_elements %[[DY]], %{{.*}}
// CHECK: return %[[DX]], %[[DU]]
func.func @replacement(%x: tensor<4xf32>, %i: tensor<2xi64>, %u: tensor<2xf32>) -> tensor<4xf32> {
  %y = neap.scatter_elements none %x, %i, %u {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sum
// CHECK-SAME: %[[DY:[^ ]*]]: tensor<4x3xf32>)
// CHECK: %[[DU:.*]] = neap.gather_nd %[[DY]],
// CHECK: return %[[DY]], %[[DU]]
func.func @sum(%x: tensor<4x3xf32>, %i: tensor<2x1xi64>, %u: tensor<2x3xf32>) -> tensor<4x3xf32> {
  %y = neap.scatter_nd add %x, %i, %u : (tensor<4x3xf32>, tensor<2x1xi64>, tensor<2x3xf32>) -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}
