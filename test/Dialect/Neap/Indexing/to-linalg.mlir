// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// A negative index counts from the end, and no read leaves the operand.
// CHECK-LABEL: func.func @gather
// CHECK-SAME: %[[X:.*]]: tensor<5x3xf32>, %[[I:.*]]: tensor<2xi64>
// CHECK: tensor.extract %[[I]]
// CHECK: arith.select
// CHECK: arith.maxsi
// CHECK: %[[ROW:.*]] = arith.minsi
// CHECK: tensor.extract %[[X]][%[[ROW]],
func.func @gather(%x: tensor<5x3xf32>, %i: tensor<2xi64>) -> tensor<2x3xf32> {
  %y = neap.gather %x, %i {axis = 0 : i64} : (tensor<5x3xf32>, tensor<2xi64>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// Each row of the result looks through all indices.
// CHECK-LABEL: func.func @gather_backward
// CHECK: iterator_types = ["parallel", "reduction", "parallel"]
// CHECK: arith.select
// CHECK: arith.addf
func.func @gather_backward(%dy: tensor<2x3xf32>, %i: tensor<2xi64>) -> tensor<5x3xf32> {
  %dx = neap.gather_backward %dy, %i {axis = 0 : i64, shape = array<i64: 5, 3>} : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<5x3xf32>
  return %dx : tensor<5x3xf32>
}

// The second accumulator says whether an update landed.
// CHECK-LABEL: func.func @scatter
// CHECK: iterator_types = ["parallel", "reduction"]
// CHECK: %[[HERE:.*]] = arith.cmpi eq
// CHECK: arith.select %[[HERE]]
// CHECK: arith.ori %{{.*}}, %[[HERE]]
func.func @scatter(%x: tensor<4xf32>, %i: tensor<2xi64>, %u: tensor<2xf32>) -> tensor<4xf32> {
  %y = neap.scatter_elements none %x, %i, %u {axis = 0 : i64} : (tensor<4xf32>, tensor<2xi64>, tensor<2xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @scatter_of_nothing
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %{{.*}}: tensor<0xi64>
// CHECK: return %[[X]]
func.func @scatter_of_nothing(%x: tensor<4xf32>, %i: tensor<0xi64>, %u: tensor<0xf32>) -> tensor<4xf32> {
  %y = neap.scatter_elements add %x, %i, %u {axis = 0 : i64} : (tensor<4xf32>, tensor<0xi64>, tensor<0xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @triangle
// CHECK-DAG: linalg.index 1
// CHECK-DAG: linalg.index 2
// CHECK: arith.cmpi sge
func.func @triangle(%x: tensor<2x3x3xf32>) -> tensor<2x3x3xf32> {
  %y = neap.trilu %x : tensor<2x3x3xf32>
  return %y : tensor<2x3x3xf32>
}
