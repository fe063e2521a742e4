// RUN: neap-opt %s --neap-show-gradient | FileCheck %s --check-prefixes=CHECK,FIRST
// RUN: neap-opt %s --neap-show-gradient=form=1 | FileCheck %s --check-prefixes=CHECK,SECOND

// The other factor is read, for each operand its own.
// CHECK-LABEL: func.func @product
// CHECK-SAME: %[[A:[^:]*]]: tensor<4xf32>, %[[B:[^:]*]]: tensor<4xf32>, %[[DY:[^:]*]]: tensor<4xf32>
// CHECK-DAG: %[[DA:.*]] = neap.mul %[[DY]], %[[B]]
// CHECK-DAG: %[[DB:.*]] = neap.mul %[[DY]], %[[A]]
// CHECK: return %[[DA]], %[[DB]]
func.func @product(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.mul %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// A value with two readers adds both parts up.
// CHECK-LABEL: func.func @square
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>, %[[DY:[^:]*]]: tensor<4xf32>
// CHECK-COUNT-2: neap.mul %[[DY]], %[[X]]
// CHECK: %[[DX:.*]] = neap.add
// CHECK: return %[[DX]]
func.func @square(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.mul %x, %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @relu
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>, %[[DY:[^:]*]]: tensor<4xf32>
// CHECK: %[[Y:.*]] = neap.relu %[[X]]
// FIRST: %[[SIGN:.*]] = neap.greater %[[Y]],
// SECOND: %[[SIGN:.*]] = neap.greater %[[X]],
// CHECK: neap.where %[[SIGN]], %[[DY]],
func.func @relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.relu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @tanh
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>, %[[DY:[^:]*]]: tensor<4xf32>
// FIRST: %[[Y:.*]] = neap.tanh %[[X]]
// SECOND: neap.tanh %[[X]]
// SECOND: %[[Y:.*]] = neap.tanh %[[X]]
// CHECK: neap.mul %[[Y]], %[[Y]]
func.func @tanh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.tanh %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// The sign of a falling branch is lost in the output, so there is no second form.
// CHECK-LABEL: func.func @falling_elu
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>,
// CHECK: neap.greater %[[X]],
func.func @falling_elu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.elu %x {alpha = -1.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @flat
// CHECK: %[[ZERO:.*]] = neap.constant dense<0.000000e+00>
// CHECK: return %[[ZERO]]
func.func @flat(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.round %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// Nothing flows through an integer.
// CHECK-LABEL: func.func @casts
// CHECK-SAME: %{{.*}}: tensor<4xf32>, %[[DY:[^:]*]]: tensor<4xf16>
// CHECK: %[[DX:.*]] = neap.cast %[[DY]] {to = f32}
// CHECK: return %[[DX]]
func.func @casts(%x: tensor<4xf32>) -> (tensor<4xf16>, tensor<4xi64>) {
  %half = neap.cast %x {to = f16} : tensor<4xf32> -> tensor<4xf16>
  %whole = neap.cast %x {to = i64} : tensor<4xf32> -> tensor<4xi64>
  return %half, %whole : tensor<4xf16>, tensor<4xi64>
}
