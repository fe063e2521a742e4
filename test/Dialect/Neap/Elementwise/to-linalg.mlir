// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-LABEL: func.func @sum
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = arith.addf %[[E]], %[[E1]]
// CHECK-NEXT: linalg.yield %[[V]]
func.func @sum(%a: tensor<2x3xf32>, %b: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = neap.add %a, %b : tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// bf16 is computed in f32 and rounded once.
// CHECK-LABEL: func.func @small_float
// CHECK: ^bb0(%[[E:.*]]: bf16, %{{.*}}: bf16):
// CHECK-NEXT: %[[V:.*]] = arith.extf %[[E]] : bf16 to f32
// CHECK-NEXT: %[[V1:.*]] = math.tanh %[[V]]
// CHECK-NEXT: %[[V2:.*]] = arith.truncf %[[V1]] : f32 to bf16
// CHECK-NEXT: linalg.yield %[[V2]]
func.func @small_float(%x: tensor<4xbf16>) -> tensor<4xbf16> {
  %y = neap.tanh %x : tensor<4xbf16>
  return %y : tensor<4xbf16>
}

// The divisor of an integer division is never 0 or -1.
// CHECK-LABEL: func.func @integer_division
// CHECK: ^bb0(%[[E:.*]]: i64, %[[E1:.*]]: i64, %{{.*}}: i64):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1
// CHECK-NEXT: %[[C2:.*]] = arith.constant -1
// CHECK-NEXT: %[[V:.*]] = arith.cmpi eq, %[[E1]], %[[C]]
// CHECK-NEXT: %[[V1:.*]] = arith.cmpi eq, %[[E1]], %[[C2]]
// CHECK-NEXT: %[[V2:.*]] = arith.ori %[[V]], %[[V1]] : i1
// CHECK-NEXT: %[[V3:.*]] = arith.select %[[V2]], %[[C1]], %[[E1]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.subi %[[C3]], %[[E]]
// CHECK-NEXT: %[[V5:.*]] = arith.divsi %[[E]], %[[V3]]
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V1]], %[[V4]], %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.select %[[V]], %[[C3]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V7]]
func.func @integer_division(%a: tensor<4xi64>, %b: tensor<4xi64>) -> tensor<4xi64> {
  %y = neap.div %a, %b : tensor<4xi64>
  return %y : tensor<4xi64>
}

// A float is clamped before it becomes an integer.
// CHECK-LABEL: func.func @float_to_integer
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: i8):
// CHECK-NEXT: arith.constant 0.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant -1.280000e+02
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.270000e+02
// CHECK-NEXT: %[[V:.*]] = arith.maxnumf %[[E]], %[[C1]]
// CHECK-NEXT: %[[V1:.*]] = arith.minnumf %[[V]], %[[C2]]
// CHECK-NEXT: %[[V2:.*]] = arith.fptosi %[[V1]] : f32 to i8
// CHECK-NEXT: linalg.yield %[[V2]] : i8
func.func @float_to_integer(%x: tensor<4xf32>) -> tensor<4xi8> {
  %y = neap.cast %x {to = i8} : tensor<4xf32> -> tensor<4xi8>
  return %y : tensor<4xi8>
}

// NaN goes through a rectifier.
// CHECK-LABEL: func.func @relu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.maximumf %[[E]], %[[C]]
// CHECK-NEXT: linalg.yield %[[V]]
func.func @relu(%x: tensor<f32>) -> tensor<f32> {
  %y = neap.relu %x : tensor<f32>
  return %y : tensor<f32>
}

// CHECK-LABEL: func.func @softplus_that_does_not_overflow
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = math.absf %[[E]]
// CHECK-NEXT: %[[V1:.*]] = arith.negf %[[V]]
// CHECK-NEXT: %[[V2:.*]] = math.exp %[[V1]]
// CHECK-NEXT: %[[V3:.*]] = math.log1p %[[V2]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V4:.*]] = arith.maximumf %[[E]], %[[C]]
// CHECK-NEXT: %[[V5:.*]] = arith.addf %[[V4]], %[[V3]]
// CHECK-NEXT: linalg.yield %[[V5]]
func.func @softplus_that_does_not_overflow(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.softplus %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// Each is one op of the math dialect.
// CHECK-LABEL: func.func @functions_of_one_number
func.func @functions_of_one_number(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: %[[Y:.*]] = arith.negf %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %0 = neap.neg %x : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.absf %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %1 = neap.abs %0 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.floor %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %2 = neap.floor %1 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.ceil %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %3 = neap.ceil %2 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.roundeven %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %4 = neap.round %3 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.sqrt %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %5 = neap.sqrt %4 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.exp %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %6 = neap.exp %5 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.log %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %7 = neap.log %6 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.erf %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %8 = neap.erf %7 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.sin %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %9 = neap.sin %8 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.cos %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %10 = neap.cos %9 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.tan %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %11 = neap.tan %10 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.asin %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %12 = neap.asin %11 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.acos %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %13 = neap.acos %12 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.atan %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %14 = neap.atan %13 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.sinh %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %15 = neap.sinh %14 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.cosh %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %16 = neap.cosh %15 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.tanh %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %17 = neap.tanh %16 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.asinh %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %18 = neap.asinh %17 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.acosh %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %19 = neap.acosh %18 : tensor<4xf32>
  // CHECK: %[[Y:.*]] = math.atanh %{{.*}} : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %20 = neap.atanh %19 : tensor<4xf32>
  return %20 : tensor<4xf32>
}

// NaN goes through a maximum and a minimum.
// CHECK-LABEL: func.func @numbers
func.func @numbers(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
  // CHECK-NEXT: %[[Y:.*]] = arith.addf %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %0 = neap.add %a, %b : tensor<4xf32>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
  // CHECK-NEXT: %[[Y:.*]] = arith.subf %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %1 = neap.sub %0, %b : tensor<4xf32>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
  // CHECK-NEXT: %[[Y:.*]] = arith.mulf %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %2 = neap.mul %1, %b : tensor<4xf32>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
  // CHECK-NEXT: %[[Y:.*]] = arith.maximumf %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %3 = neap.max %2, %b : tensor<4xf32>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
  // CHECK-NEXT: %[[Y:.*]] = arith.minimumf %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %4 = neap.min %3, %b : tensor<4xf32>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
  // CHECK-NEXT: %[[Y:.*]] = math.powf %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %5 = neap.pow %4, %b : tensor<4xf32>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
  // CHECK-NEXT: %[[Y:.*]] = arith.divf %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %6 = neap.div %5, %b : tensor<4xf32>
  return %6 : tensor<4xf32>
}

// Integers wrap.
// CHECK-LABEL: func.func @integers
func.func @integers(%a: tensor<4xi32>, %b: tensor<4xi32>) -> tensor<4xi32> {
  // CHECK: ^bb0(%[[A:.*]]: i32, %[[B:.*]]: i32, %{{.*}}: i32):
  // CHECK-NEXT: %[[Y:.*]] = arith.addi %[[A]], %[[B]] : i32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %0 = neap.add %a, %b : tensor<4xi32>
  // CHECK: ^bb0(%[[A:.*]]: i32, %[[B:.*]]: i32, %{{.*}}: i32):
  // CHECK-NEXT: %[[Y:.*]] = arith.subi %[[A]], %[[B]] : i32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %1 = neap.sub %0, %b : tensor<4xi32>
  // CHECK: ^bb0(%[[A:.*]]: i32, %[[B:.*]]: i32, %{{.*}}: i32):
  // CHECK-NEXT: %[[Y:.*]] = arith.muli %[[A]], %[[B]] : i32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %2 = neap.mul %1, %b : tensor<4xi32>
  // CHECK: ^bb0(%[[A:.*]]: i32, %[[B:.*]]: i32, %{{.*}}: i32):
  // CHECK-NEXT: %[[Y:.*]] = arith.maxsi %[[A]], %[[B]] : i32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %3 = neap.max %2, %b : tensor<4xi32>
  // CHECK: ^bb0(%[[A:.*]]: i32, %[[B:.*]]: i32, %{{.*}}: i32):
  // CHECK-NEXT: %[[Y:.*]] = arith.minsi %[[A]], %[[B]] : i32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %4 = neap.min %3, %b : tensor<4xi32>
  return %4 : tensor<4xi32>
}

// Bit by bit.
// CHECK-LABEL: func.func @bits
func.func @bits(%a: tensor<4xi8>, %b: tensor<4xi8>) -> tensor<4xi8> {
  // CHECK: ^bb0(%[[A:.*]]: i8, %[[B:.*]]: i8, %{{.*}}: i8):
  // CHECK-NEXT: %[[Y:.*]] = arith.andi %[[A]], %[[B]] : i8
  // CHECK-NEXT: linalg.yield %[[Y]]
  %0 = neap.and %a, %b : tensor<4xi8>
  // CHECK: ^bb0(%[[A:.*]]: i8, %[[B:.*]]: i8, %{{.*}}: i8):
  // CHECK-NEXT: %[[Y:.*]] = arith.ori %[[A]], %[[B]] : i8
  // CHECK-NEXT: linalg.yield %[[Y]]
  %1 = neap.or %0, %b : tensor<4xi8>
  // CHECK: ^bb0(%[[A:.*]]: i8, %[[B:.*]]: i8, %{{.*}}: i8):
  // CHECK-NEXT: %[[Y:.*]] = arith.xori %[[A]], %[[B]] : i8
  // CHECK-NEXT: linalg.yield %[[Y]]
  %2 = neap.xor %1, %b : tensor<4xi8>
  return %2 : tensor<4xi8>
}

// With NaN, only not_equal holds.
// CHECK-LABEL: func.func @comparisons
func.func @comparisons(%a: tensor<4xf32>, %b: tensor<4xf32>) -> (tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>) {
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpf oeq, %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %0 = neap.equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpf une, %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %1 = neap.not_equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpf olt, %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %2 = neap.less %a, %b : tensor<4xf32> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpf ole, %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %3 = neap.less_equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpf ogt, %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %4 = neap.greater %a, %b : tensor<4xf32> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpf oge, %[[A]], %[[B]] : f32
  // CHECK-NEXT: linalg.yield %[[Y]]
  %5 = neap.greater_equal %a, %b : tensor<4xf32> -> tensor<4xi1>
  return %0, %1, %2, %3, %4, %5 : tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>
}

// Integers are signed.
// CHECK-LABEL: func.func @integer_comparisons
func.func @integer_comparisons(%a: tensor<4xi64>, %b: tensor<4xi64>) -> (tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>) {
  // CHECK: ^bb0(%[[A:.*]]: i64, %[[B:.*]]: i64, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpi eq, %[[A]], %[[B]] : i64
  // CHECK-NEXT: linalg.yield %[[Y]]
  %0 = neap.equal %a, %b : tensor<4xi64> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: i64, %[[B:.*]]: i64, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpi ne, %[[A]], %[[B]] : i64
  // CHECK-NEXT: linalg.yield %[[Y]]
  %1 = neap.not_equal %a, %b : tensor<4xi64> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: i64, %[[B:.*]]: i64, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpi slt, %[[A]], %[[B]] : i64
  // CHECK-NEXT: linalg.yield %[[Y]]
  %2 = neap.less %a, %b : tensor<4xi64> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: i64, %[[B:.*]]: i64, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpi sle, %[[A]], %[[B]] : i64
  // CHECK-NEXT: linalg.yield %[[Y]]
  %3 = neap.less_equal %a, %b : tensor<4xi64> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: i64, %[[B:.*]]: i64, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpi sgt, %[[A]], %[[B]] : i64
  // CHECK-NEXT: linalg.yield %[[Y]]
  %4 = neap.greater %a, %b : tensor<4xi64> -> tensor<4xi1>
  // CHECK: ^bb0(%[[A:.*]]: i64, %[[B:.*]]: i64, %{{.*}}: i1):
  // CHECK-NEXT: %[[Y:.*]] = arith.cmpi sge, %[[A]], %[[B]] : i64
  // CHECK-NEXT: linalg.yield %[[Y]]
  %5 = neap.greater_equal %a, %b : tensor<4xi64> -> tensor<4xi1>
  return %0, %1, %2, %3, %4, %5 : tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>
}

// The complement of a truth value, and of bits.
// CHECK-LABEL: func.func @complement
// CHECK: ^bb0(%[[E:.*]]: i1, %{{.*}}: i1):
// CHECK-NEXT: %[[C:.*]] = arith.constant true
// CHECK-NEXT: %[[V:.*]] = arith.xori %[[E]], %[[C]] : i1
// CHECK-NEXT: linalg.yield %[[V]] : i1
func.func @complement(%x: tensor<4xi1>) -> tensor<4xi1> {
  %y = neap.not %x : tensor<4xi1>
  return %y : tensor<4xi1>
}

// CHECK-LABEL: func.func @magnitude_of_an_integer
// CHECK: ^bb0(%[[E:.*]]: i32, %{{.*}}: i32):
// CHECK-NEXT: %[[V:.*]] = math.absi %[[E]]
// CHECK-NEXT: linalg.yield %[[V]]
func.func @magnitude_of_an_integer(%x: tensor<4xi32>) -> tensor<4xi32> {
  %y = neap.abs %x : tensor<4xi32>
  return %y : tensor<4xi32>
}

// CHECK-LABEL: func.func @negated_integer
// CHECK: ^bb0(%[[E:.*]]: i32, %{{.*}}: i32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[V:.*]] = arith.subi %[[C]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V]]
func.func @negated_integer(%x: tensor<4xi32>) -> tensor<4xi32> {
  %y = neap.neg %x : tensor<4xi32>
  return %y : tensor<4xi32>
}

// Zeros and NaN are their own sign.
// CHECK-LABEL: func.func @sign
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[C2:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.cmpf ogt, %[[E]], %[[C]]
// CHECK-NEXT: %[[V1:.*]] = arith.cmpf olt, %[[E]], %[[C]]
// CHECK-NEXT: %[[V2:.*]] = arith.select %[[V1]], %[[C2]], %[[E]]
// CHECK-NEXT: %[[V3:.*]] = arith.select %[[V]], %[[C1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
func.func @sign(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.sign %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @reciprocal
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.divf %[[C]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V]]
func.func @reciprocal(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.reciprocal %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @choice
// CHECK: ^bb0(%[[E:.*]]: i1, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = arith.select %[[E]], %[[E1]], %[[E2]]
// CHECK-NEXT: linalg.yield %[[V]]
func.func @choice(%c: tensor<4xi1>, %a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.where %c, %a, %b : tensor<4xi1>, tensor<4xf32>
  return %y : tensor<4xf32>
}

// A test on bits holds under any fast-math flags.
// CHECK-LABEL: func.func @not_a_number
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: i1):
// CHECK-NEXT: %[[V:.*]] = arith.bitcast %[[E]] : f32 to i32
// CHECK-NEXT: %[[C:.*]] = arith.constant 2147483647
// CHECK-NEXT: %[[V1:.*]] = arith.andi %[[V]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2139095040
// CHECK-NEXT: %[[V2:.*]] = arith.cmpi ugt, %[[V1]], %[[C1]]
// CHECK-NEXT: linalg.yield %[[V2]] : i1
func.func @not_a_number(%x: tensor<4xf32>) -> tensor<4xi1> {
  %y = neap.is_nan %x : tensor<4xf32> -> tensor<4xi1>
  return %y : tensor<4xi1>
}

// Only of the sign that is asked for.
// CHECK-LABEL: func.func @positive_infinity
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: i1):
// CHECK-NEXT: %[[V:.*]] = arith.bitcast %[[E]] : f32 to i32
// CHECK-NEXT: %[[C:.*]] = arith.constant 2147483647
// CHECK-NEXT: %[[V1:.*]] = arith.andi %[[V]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2139095040
// CHECK-NEXT: %[[V2:.*]] = arith.cmpi eq, %[[V1]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.bitcast %[[E]] : f32 to i32
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V4:.*]] = arith.cmpi slt, %[[V3]], %[[C2]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant true
// CHECK-NEXT: %[[C4:.*]] = arith.constant false
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[C4]], %[[C3]] : i1
// CHECK-NEXT: %[[V6:.*]] = arith.andi %[[V2]], %[[V5]] : i1
// CHECK-NEXT: linalg.yield %[[V6]] : i1
func.func @positive_infinity(%x: tensor<4xf32>) -> tensor<4xi1> {
  %y = neap.is_inf %x {detect_negative = false} : tensor<4xf32> -> tensor<4xi1>
  return %y : tensor<4xi1>
}

// The sign of the divisor.
// CHECK-LABEL: func.func @remainder
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.remf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V1:.*]] = arith.cmpf olt, %[[V]], %[[C]]
// CHECK-NEXT: %[[V2:.*]] = arith.cmpf olt, %[[E1]], %[[C]]
// CHECK-NEXT: %[[V3:.*]] = arith.cmpf oeq, %[[V]], %[[C]]
// CHECK-NEXT: %[[V4:.*]] = arith.xori %[[V1]], %[[V2]] : i1
// CHECK-NEXT: %[[V5:.*]] = arith.addf %[[V]], %[[E1]]
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V4]], %[[V5]], %[[V]]
// CHECK-NEXT: %[[V7:.*]] = arith.select %[[V3]], %[[V]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V7]]
func.func @remainder(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.mod %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// The sign of the dividend.
// CHECK-LABEL: func.func @remainder_of_the_dividend
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: arith.constant 0.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.remf %[[E]], %[[E1]]
// CHECK-NEXT: linalg.yield %[[V]]
func.func @remainder_of_the_dividend(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.mod %a, %b {fmod} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @prelu
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.cmpf ogt, %[[E]], %[[C]]
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V2:.*]] = arith.select %[[V]], %[[E]], %[[V1]]
// CHECK-NEXT: linalg.yield %[[V2]]
func.func @prelu(%x: tensor<4xf32>, %slope: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.prelu %x, %slope : tensor<4xf32>
  return %y : tensor<4xf32>
}

// The lower bound first, so that the upper one wins.
// CHECK-LABEL: func.func @clip
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.maximumf %[[E]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 6.000000e+00
// CHECK-NEXT: %[[V1:.*]] = arith.minimumf %[[V]], %[[C1]]
// CHECK-NEXT: linalg.yield %[[V1]]
func.func @clip(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.clip %x {min = -1.0 : f64, max = 6.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// Bounds of integers are rounded inward.
// CHECK-LABEL: func.func @clip_of_integers
// CHECK: ^bb0(%[[E:.*]]: i8, %{{.*}}: i8):
// CHECK-NEXT: %[[C:.*]] = arith.constant -1 : i8
// CHECK-NEXT: %[[V:.*]] = arith.maxsi %[[E]], %[[C]] : i8
// CHECK-NEXT: %[[C1:.*]] = arith.constant 6 : i8
// CHECK-NEXT: %[[V1:.*]] = arith.minsi %[[V]], %[[C1]] : i8
// CHECK-NEXT: linalg.yield %[[V1]] : i8
func.func @clip_of_integers(%x: tensor<4xi8>) -> tensor<4xi8> {
  %y = neap.clip %x {min = -1.5 : f64, max = 6.5 : f64} : tensor<4xi8>
  return %y : tensor<4xi8>
}
