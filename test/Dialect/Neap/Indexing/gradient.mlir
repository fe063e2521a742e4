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

// CHECK-LABEL: func.func @tuples
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[I:.*]]: tensor<2x1xi64>, %[[DY:.*]]: tensor<2x3xf32>
// CHECK-NEXT: neap.gather_nd %[[X]], %[[I]] : (tensor<4x3xf32>, tensor<2x1xi64>) -> tensor<2x3xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x3xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.scatter_nd add %[[C]], %[[I]], %[[DY]] : (tensor<4x3xf32>, tensor<2x1xi64>, tensor<2x3xf32>) -> tensor<4x3xf32>
// CHECK-NEXT: return %[[V1]]
func.func @tuples(%x: tensor<4x3xf32>, %i: tensor<2x1xi64>) -> tensor<2x3xf32> {
  %y = neap.gather_nd %x, %i : (tensor<4x3xf32>, tensor<2x1xi64>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// The adjoint of the adjoint.
// CHECK-LABEL: func.func @gather_backward
// CHECK-SAME: %[[DY:.*]]: tensor<2x3xf32>, %[[I:.*]]: tensor<2xi64>, %[[DY1:.*]]: tensor<5x3xf32>
// CHECK-NEXT: neap.gather_backward %[[DY]], %[[I]] {axis = 0 : i64, shape = array<i64: 5, 3>} : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<5x3xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.gather %[[DY1]], %[[I]] {axis = 0 : i64} : (tensor<5x3xf32>, tensor<2xi64>) -> tensor<2x3xf32>
// CHECK-NEXT: return %[[V1]]
func.func @gather_backward(%dy: tensor<2x3xf32>, %i: tensor<2xi64>) -> tensor<5x3xf32> {
  %y = neap.gather_backward %dy, %i {axis = 0 : i64, shape = array<i64: 5, 3>} : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<5x3xf32>
  return %y : tensor<5x3xf32>
}

// CHECK-LABEL: func.func @triangle
// CHECK-SAME: %[[X:.*]]: tensor<3x3xf32>, %[[DY:.*]]: tensor<3x3xf32>
// CHECK-NEXT: neap.trilu %[[X]] {k = 1 : i64, upper = false} : tensor<3x3xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.trilu %[[DY]] {k = 1 : i64, upper = false} : tensor<3x3xf32>
// CHECK-NEXT: return %[[V1]]
func.func @triangle(%x: tensor<3x3xf32>) -> tensor<3x3xf32> {
  %y = neap.trilu %x {k = 1 : i64, upper = false} : tensor<3x3xf32>
  return %y : tensor<3x3xf32>
}

// CHECK-LABEL: func.func @product
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[I:.*]]: tensor<2xi64>, %[[U:.*]]: tensor<2xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: neap.scatter_elements mul %[[X]], %[[I]], %[[U]] {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.scatter_elements mul %[[C]], %[[I]], %[[U]] {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.equal %[[U]], %[[C1]] : tensor<2xf32> -> tensor<2xi1>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<1.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[C2]], %[[U]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.cast %[[V3]] {to = f32} : tensor<2xi1> -> tensor<2xf32>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.scatter_elements add %[[C3]], %[[I]], %[[V5]] {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.gather_elements %[[V6]], %[[I]] {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>) -> tensor<2xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.scatter_elements mul %[[X]], %[[I]], %[[V4]] {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.mul %[[DY]], %[[V8]] : tensor<4xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.gather_elements %[[V9]], %[[I]] {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>) -> tensor<2xf32>
// CHECK-NEXT: %[[C4:.*]] = neap.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[C5:.*]] = neap.constant dense<1.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.equal %[[V7]], %[[C5]] : tensor<2xf32> -> tensor<2xi1>
// CHECK-NEXT: %[[V12:.*]] = neap.and %[[V3]], %[[V11]] : tensor<2xi1>
// CHECK-NEXT: %[[V13:.*]] = neap.where %[[V12]], %[[V10]], %[[C4]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.div %[[V10]], %[[V4]] : tensor<2xf32>
// CHECK-NEXT: %[[C6:.*]] = neap.constant dense<0.000000e+00> : tensor<2xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.equal %[[V7]], %[[C6]] : tensor<2xf32> -> tensor<2xi1>
// CHECK-NEXT: %[[V16:.*]] = neap.where %[[V15]], %[[V14]], %[[V13]] : tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: return %[[V2]], %[[V16]]
func.func @product(%x: tensor<4xf32>, %i: tensor<2xi64>, %u: tensor<2xf32>) -> tensor<4xf32> {
  %y = neap.scatter_elements mul %x, %i, %u {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}
