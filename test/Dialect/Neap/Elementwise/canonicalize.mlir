// RUN: neap-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @neutral_operands
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
// CHECK-NEXT: return %[[X]]
func.func @neutral_operands(%x: tensor<4xf32>) -> tensor<4xf32> {
  %zero = neap.constant dense<0.0> : tensor<4xf32>
  %one = neap.constant dense<1.0> : tensor<4xf32>
  %0 = neap.add %zero, %x : tensor<4xf32>
  %1 = neap.sub %0, %zero : tensor<4xf32>
  %2 = neap.mul %one, %1 : tensor<4xf32>
  %3 = neap.div %2, %one : tensor<4xf32>
  %4 = neap.pow %3, %one : tensor<4xf32>
  %5 = neap.neg %4 : tensor<4xf32>
  %6 = neap.neg %5 : tensor<4xf32>
  %7 = neap.cast %6 {to = f32} : tensor<4xf32> -> tensor<4xf32>
  %8 = neap.clip %7 : tensor<4xf32>
  return %8 : tensor<4xf32>
}

// CHECK-LABEL: func.func @constant_exponents
// CHECK-DAG: neap.mul %[[X:.*]], %[[X]]
// CHECK-DAG: neap.sqrt
// CHECK-DAG: neap.reciprocal
// CHECK-NOT: neap.pow
func.func @constant_exponents(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %two = neap.constant dense<2.0> : tensor<4xf32>
  %half = neap.constant dense<0.5> : tensor<4xf32>
  %minus_one = neap.constant dense<-1.0> : tensor<4xf32>
  %0 = neap.pow %x, %two : tensor<4xf32>
  %1 = neap.pow %x, %half : tensor<4xf32>
  %2 = neap.pow %x, %minus_one : tensor<4xf32>
  return %0, %1, %2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @integer_arithmetic
// CHECK-DAG: dense<[3, -3, 0]>
// CHECK-DAG: dense<[1, 1, 0]>
// CHECK-DAG: dense<[1, -1, 0]>
func.func @integer_arithmetic() -> (tensor<3xi64>, tensor<3xi64>, tensor<3xi64>) {
  %a = neap.constant dense<[7, -7, 5]> : tensor<3xi64>
  %b = neap.constant dense<[2, 2, 0]> : tensor<3xi64>
  %quotient = neap.div %a, %b : tensor<3xi64>
  %remainder = neap.mod %a, %b : tensor<3xi64>
  %fmod = neap.mod %a, %b {fmod} : tensor<3xi64>
  return %quotient, %remainder, %fmod : tensor<3xi64>, tensor<3xi64>, tensor<3xi64>
}

// CHECK-LABEL: func.func @shape_arithmetic
// CHECK: %[[C:.*]] = neap.constant dense<[2, 6]> : tensor<2xi64>
// CHECK: return %[[C]]
func.func @shape_arithmetic() -> tensor<2xi64> {
  %shape = neap.constant dense<[2, -1]> : tensor<2xi64>
  %zero = neap.constant dense<0> : tensor<2xi64>
  %six = neap.constant dense<6> : tensor<2xi64>
  %unknown = neap.less %shape, %zero : tensor<2xi64> -> tensor<2xi1>
  %known = neap.not %unknown : tensor<2xi1>
  %0 = neap.where %known, %shape, %six : tensor<2xi1>, tensor<2xi64>
  %1 = neap.cast %0 {to = f32} : tensor<2xi64> -> tensor<2xf32>
  %2 = neap.sqrt %1 : tensor<2xf32>
  %3 = neap.mul %2, %2 : tensor<2xf32>
  %4 = neap.round %3 : tensor<2xf32>
  %5 = neap.cast %4 {to = i64} : tensor<2xf32> -> tensor<2xi64>
  return %5 : tensor<2xi64>
}

// A splat of any size stays a splat; a large constant that is none is left alone.
// CHECK-LABEL: func.func @size_limit
// CHECK-DAG: dense<5.000000e+00> : tensor<1000000xf32>
// CHECK-DAG: neap.exp
func.func @size_limit(%x: tensor<70000xf32>) -> (tensor<1000000xf32>, tensor<70000xf32>) {
  %a = neap.constant dense<2.0> : tensor<1000000xf32>
  %b = neap.constant dense<3.0> : tensor<1000000xf32>
  %0 = neap.add %a, %b : tensor<1000000xf32>
  %1 = neap.exp %x : tensor<70000xf32>
  return %0, %1 : tensor<1000000xf32>, tensor<70000xf32>
}

// CHECK-LABEL: func.func @known_choice
// CHECK-SAME: %[[A:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<3xf32>
// CHECK: return %[[A]], %[[B]], %[[A]]
func.func @known_choice(%a: tensor<3xf32>, %b: tensor<3xf32>, %c: tensor<3xi1>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %true = neap.constant dense<true> : tensor<3xi1>
  %false = neap.constant dense<false> : tensor<3xi1>
  %0 = neap.where %true, %a, %b : tensor<3xi1>, tensor<3xf32>
  %1 = neap.where %false, %a, %b : tensor<3xi1>, tensor<3xf32>
  %2 = neap.where %c, %a, %a : tensor<3xi1>, tensor<3xf32>
  return %0, %1, %2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// Out of range, a float becomes the nearest integer there is.
// CHECK-LABEL: func.func @cast_out_of_range
// CHECK: dense<[127, -128, -128, -1]> : tensor<4xi8>
func.func @cast_out_of_range() -> tensor<4xi8> {
  %x = neap.constant dense<[1.0e9, -1.0e9, 0x7FC00000, -1.9]> : tensor<4xf32>
  %y = neap.cast %x {to = i8} : tensor<4xf32> -> tensor<4xi8>
  return %y : tensor<4xi8>
}
