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

// CHECK-LABEL: func.func @constants_of_one_number
// CHECK-DAG: %[[ABS:.*]] = neap.constant dense<[1.500000e+00, 0.000000e+00, 2.500000e+00]> : tensor<3xf32>
// CHECK-DAG: %[[SIGN:.*]] = neap.constant dense<[-1.000000e+00, -0.000000e+00, 1.000000e+00]> : tensor<3xf32>
// CHECK-DAG: %[[FLOOR:.*]] = neap.constant dense<[-2.000000e+00, -0.000000e+00, 2.000000e+00]> : tensor<3xf32>
// CHECK-DAG: %[[CEIL:.*]] = neap.constant dense<[-1.000000e+00, -0.000000e+00, 3.000000e+00]> : tensor<3xf32>
// CHECK-DAG: %[[RECIPROCAL:.*]] = neap.constant dense<[-0.666666686, 0xFF800000, 4.000000e-01]> : tensor<3xf32>
// CHECK-DAG: %[[LOG:.*]] = neap.constant dense<[0.000000e+00, 0xFF800000, 0.693147182]> : tensor<3xf32>
// CHECK: return %[[ABS]], %[[SIGN]], %[[FLOOR]], %[[CEIL]], %[[FLOOR]], %[[RECIPROCAL]], %[[LOG]]
func.func @constants_of_one_number()
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %x = neap.constant dense<[-1.5, -0.0, 2.5]> : tensor<3xf32>
  %z = neap.constant dense<[1.0, 0.0, 2.0]> : tensor<3xf32>
  %0 = neap.abs %x : tensor<3xf32>
  %1 = neap.sign %x : tensor<3xf32>
  %2 = neap.floor %x : tensor<3xf32>
  %3 = neap.ceil %x : tensor<3xf32>
  %4 = neap.round %x : tensor<3xf32>
  %5 = neap.reciprocal %x : tensor<3xf32>
  %6 = neap.log %z : tensor<3xf32>
  return %0, %1, %2, %3, %4, %5, %6
      : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// NaN goes through a maximum and a minimum, as in the generated code.
// CHECK-LABEL: func.func @constants_of_two_numbers
// CHECK-DAG: %[[MAX:.*]] = neap.constant dense<[3.000000e+00, 0x7FC00000, 0x7FC00000]> : tensor<3xf32>
// CHECK-DAG: %[[MIN:.*]] = neap.constant dense<[-1.000000e+00, 0x7FC00000, 0x7FC00000]> : tensor<3xf32>
// CHECK-DAG: %[[PRELU:.*]] = neap.constant dense<[-3.000000e+00, 0x7FC00000, 0x7FC00000]> : tensor<3xf32>
// CHECK: return %[[MAX]], %[[MIN]], %[[PRELU]]
func.func @constants_of_two_numbers() -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %a = neap.constant dense<[-1.0, 0x7FC00000, -2.0]> : tensor<3xf32>
  %b = neap.constant dense<[3.0, 1.0, 0x7FC00000]> : tensor<3xf32>
  %0 = neap.max %a, %b : tensor<3xf32>
  %1 = neap.min %a, %b : tensor<3xf32>
  %2 = neap.prelu %a, %b : tensor<3xf32>
  return %0, %1, %2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @one_operand_twice
// CHECK-SAME: %[[X:.*]]: tensor<3xf32>, %[[I:.*]]: tensor<3xi1>
// CHECK-NEXT: return %[[X]], %[[X]], %[[I]], %[[I]]
func.func @one_operand_twice(%x: tensor<3xf32>, %i: tensor<3xi1>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xi1>, tensor<3xi1>) {
  %0 = neap.max %x, %x : tensor<3xf32>
  %1 = neap.min %x, %x : tensor<3xf32>
  %2 = neap.and %i, %i : tensor<3xi1>
  %3 = neap.or %i, %i : tensor<3xi1>
  return %0, %1, %2, %3 : tensor<3xf32>, tensor<3xf32>, tensor<3xi1>, tensor<3xi1>
}

// Below, equal, above, and beside NaN.
// CHECK-LABEL: func.func @comparisons
// CHECK-DAG: %[[EQUAL:.*]] = neap.constant dense<[false, true, false, false]>
// CHECK-DAG: %[[NOT_EQUAL:.*]] = neap.constant dense<[true, false, true, true]>
// CHECK-DAG: %[[LESS:.*]] = neap.constant dense<[true, false, false, false]>
// CHECK-DAG: %[[LESS_EQUAL:.*]] = neap.constant dense<[true, true, false, false]>
// CHECK-DAG: %[[GREATER:.*]] = neap.constant dense<[false, false, true, false]>
// CHECK-DAG: %[[GREATER_EQUAL:.*]] = neap.constant dense<[false, true, true, false]>
// CHECK: return %[[EQUAL]], %[[NOT_EQUAL]], %[[LESS]], %[[LESS_EQUAL]], %[[GREATER]], %[[GREATER_EQUAL]]
func.func @comparisons() -> (tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>) {
  %a = neap.constant dense<[1.0, 2.0, 3.0, 0x7FC00000]> : tensor<4xf32>
  %b = neap.constant dense<2.0> : tensor<4xf32>
  %0 = neap.equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  %1 = neap.not_equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  %2 = neap.less %a, %b : tensor<4xf32> -> tensor<4xi1>
  %3 = neap.less_equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  %4 = neap.greater %a, %b : tensor<4xf32> -> tensor<4xi1>
  %5 = neap.greater_equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  return %0, %1, %2, %3, %4, %5 : tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>
}

// CHECK-LABEL: func.func @special_numbers
// CHECK-DAG: %[[NAN:.*]] = neap.constant dense<[true, false, false]>
// CHECK-DAG: %[[NEGATIVE:.*]] = neap.constant dense<[false, false, true]>
// CHECK: return %[[NAN]], %[[NEGATIVE]]
func.func @special_numbers() -> (tensor<3xi1>, tensor<3xi1>) {
  %x = neap.constant dense<[0x7FC00000, 0x7F800000, 0xFF800000]> : tensor<3xf32>
  %0 = neap.is_nan %x : tensor<3xf32> -> tensor<3xi1>
  %1 = neap.is_inf %x {detect_positive = false} : tensor<3xf32> -> tensor<3xi1>
  return %0, %1 : tensor<3xi1>, tensor<3xi1>
}

// CHECK-LABEL: func.func @bits
// CHECK-DAG: %[[AND:.*]] = neap.constant dense<[8, -128]> : tensor<2xi8>
// CHECK-DAG: %[[OR:.*]] = neap.constant dense<[14, -1]> : tensor<2xi8>
// CHECK-DAG: %[[XOR:.*]] = neap.constant dense<[6, 127]> : tensor<2xi8>
// CHECK: return %[[AND]], %[[OR]], %[[XOR]]
func.func @bits() -> (tensor<2xi8>, tensor<2xi8>, tensor<2xi8>) {
  %a = neap.constant dense<[12, -1]> : tensor<2xi8>
  %b = neap.constant dense<[10, -128]> : tensor<2xi8>
  %0 = neap.and %a, %b : tensor<2xi8>
  %1 = neap.or %a, %b : tensor<2xi8>
  %2 = neap.xor %a, %b : tensor<2xi8>
  return %0, %1, %2 : tensor<2xi8>, tensor<2xi8>, tensor<2xi8>
}
