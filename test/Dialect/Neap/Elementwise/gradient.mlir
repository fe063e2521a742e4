// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s --check-prefixes=CHECK,FIRST
// RUN: neap-opt %s --neap-show-gradient=form=1 --canonicalize | FileCheck %s --check-prefixes=CHECK,SECOND

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
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.relu %[[X]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.greater %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V2:.*]] = neap.where %[[V1]], %[[DY]], %[[C]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: return %[[V2]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V1:.*]] = neap.where %[[V]], %[[DY]], %[[C]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: return %[[V1]]
func.func @relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.relu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @tanh
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.tanh %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sub %[[C]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V3]]
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

// CHECK-LABEL: func.func @sum
// CHECK-SAME: %{{.*}}: tensor<4xf32>, %{{.*}}: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: return %[[DY]], %[[DY]]
func.func @sum(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.add %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @difference
// CHECK-SAME: %{{.*}}: tensor<4xf32>, %{{.*}}: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.neg %[[DY]] : tensor<4xf32>
// CHECK-NEXT: return %[[DY]], %[[V]]
func.func @difference(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.sub %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @quotient
// FIRST-SAME: %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.div %[[DY]], %[[B]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.div %[[A]], %[[B]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// FIRST-NEXT: %[[V3:.*]] = neap.div %[[V2]], %[[B]] : tensor<4xf32>
// FIRST-NEXT: %[[V4:.*]] = neap.neg %[[V3]] : tensor<4xf32>
// FIRST-NEXT: return %[[V]], %[[V4]]
// SECOND-SAME: %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.div %[[A]], %[[B]] : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.div %[[DY]], %[[B]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.div %[[V2]], %[[B]] : tensor<4xf32>
// SECOND-NEXT: %[[V4:.*]] = neap.neg %[[V3]] : tensor<4xf32>
// SECOND-NEXT: return %[[V1]], %[[V4]]
func.func @quotient(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.div %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @power
// FIRST-SAME: %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C1:.*]] = neap.constant dense<-1.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.add %[[B]], %[[C1]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.pow %[[A]], %[[V]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.mul %[[B]], %[[V1]] : tensor<4xf32>
// FIRST-NEXT: %[[V3:.*]] = neap.equal %[[B]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[C]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: %[[V5:.*]] = neap.mul %[[DY]], %[[V4]] : tensor<4xf32>
// FIRST-NEXT: %[[V6:.*]] = neap.pow %[[A]], %[[B]] : tensor<4xf32>
// FIRST-NEXT: %[[V7:.*]] = neap.greater_equal %[[B]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V8:.*]] = neap.equal %[[A]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V9:.*]] = neap.and %[[V8]], %[[V7]] : tensor<4xi1>
// FIRST-NEXT: %[[V10:.*]] = neap.log %[[A]] : tensor<4xf32>
// FIRST-NEXT: %[[V11:.*]] = neap.mul %[[V6]], %[[V10]] : tensor<4xf32>
// FIRST-NEXT: %[[V12:.*]] = neap.where %[[V9]], %[[C]], %[[V11]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: %[[V13:.*]] = neap.mul %[[DY]], %[[V12]] : tensor<4xf32>
// FIRST-NEXT: return %[[V5]], %[[V13]]
// SECOND-SAME: %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C1:.*]] = neap.constant dense<-1.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.pow %[[A]], %[[B]] : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.add %[[B]], %[[C1]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.pow %[[A]], %[[V1]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.mul %[[B]], %[[V2]] : tensor<4xf32>
// SECOND-NEXT: %[[V4:.*]] = neap.equal %[[B]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[C]], %[[V3]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: %[[V6:.*]] = neap.mul %[[DY]], %[[V5]] : tensor<4xf32>
// SECOND-NEXT: %[[V7:.*]] = neap.greater_equal %[[B]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V8:.*]] = neap.equal %[[A]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V9:.*]] = neap.and %[[V8]], %[[V7]] : tensor<4xi1>
// SECOND-NEXT: %[[V10:.*]] = neap.log %[[A]] : tensor<4xf32>
// SECOND-NEXT: %[[V11:.*]] = neap.mul %[[V]], %[[V10]] : tensor<4xf32>
// SECOND-NEXT: %[[V12:.*]] = neap.where %[[V9]], %[[C]], %[[V11]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: %[[V13:.*]] = neap.mul %[[DY]], %[[V12]] : tensor<4xf32>
// SECOND-NEXT: return %[[V6]], %[[V13]]
func.func @power(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.pow %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @maximum
// CHECK-SAME: %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.greater_equal %[[B]], %[[A]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V1:.*]] = neap.greater_equal %[[A]], %[[B]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.where %[[V]], %[[V2]], %[[DY]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V1]], %[[V3]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.greater_equal %[[A]], %[[B]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V6:.*]] = neap.greater_equal %[[B]], %[[A]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.where %[[V5]], %[[V7]], %[[DY]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.where %[[V6]], %[[V8]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V4]], %[[V9]]
func.func @maximum(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.max %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @minimum
// CHECK-SAME: %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.greater_equal %[[A]], %[[B]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V1:.*]] = neap.greater_equal %[[B]], %[[A]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.where %[[V]], %[[V2]], %[[DY]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V1]], %[[V3]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.greater_equal %[[B]], %[[A]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V6:.*]] = neap.greater_equal %[[A]], %[[B]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.where %[[V5]], %[[V7]], %[[DY]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.where %[[V6]], %[[V8]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V4]], %[[V9]]
func.func @minimum(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.min %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @remainder
// CHECK-SAME: %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.div %[[A]], %[[B]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.floor %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.neg %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[DY]], %[[V3]]
func.func @remainder(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.mod %a, %b : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @prelu
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[SLOPE:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[DY]], %[[SLOPE]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V2:.*]] = neap.where %[[V1]], %[[DY]], %[[V]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[C]], %[[V3]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V2]], %[[V5]]
func.func @prelu(%x: tensor<4xf32>, %slope: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.prelu %x, %slope : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @choice
// CHECK-SAME: %[[C:.*]]: tensor<4xi1>, %{{.*}}: tensor<4xf32>, %{{.*}}: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.where %[[C]], %[[DY]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.where %[[C]], %[[C1]], %[[DY]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V]], %[[V1]]
func.func @choice(%c: tensor<4xi1>, %a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.where %c, %a, %b : tensor<4xi1>, tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @neg
// CHECK-SAME: %{{.*}}: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.neg %[[DY]] : tensor<4xf32>
// CHECK-NEXT: return %[[V]]
func.func @neg(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.neg %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @abs
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.neg %[[DY]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.less %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V2:.*]] = neap.where %[[V1]], %[[V]], %[[C]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[DY]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V4]]
func.func @abs(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.abs %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @reciprocal
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.reciprocal %[[X]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[V]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// FIRST-NEXT: %[[V3:.*]] = neap.neg %[[V2]] : tensor<4xf32>
// FIRST-NEXT: return %[[V3]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.div %[[DY]], %[[V]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.neg %[[V1]] : tensor<4xf32>
// SECOND-NEXT: return %[[V2]]
func.func @reciprocal(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.reciprocal %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sqrt
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.sqrt %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.div %[[V1]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: return %[[V2]]
func.func @sqrt(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.sqrt %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @exp
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.exp %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: return %[[V1]]
func.func @exp(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.exp %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @log
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.div %[[DY]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: return %[[V]]
func.func @log(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.log %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @erf
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.12837923> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.neg %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.exp %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V3]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V4]]
func.func @erf(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.erf %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sin
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.cos %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: return %[[V1]]
func.func @sin(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.sin %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @cos
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.sin %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.neg %[[V1]] : tensor<4xf32>
// CHECK-NEXT: return %[[V2]]
func.func @cos(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.cos %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @tan
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.tan %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.add %[[V1]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V3]]
func.func @tan(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.tan %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @asin
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.sub %[[C]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.div %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V3]]
func.func @asin(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.asin %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @acos
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.sub %[[C]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.div %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.neg %[[V3]] : tensor<4xf32>
// CHECK-NEXT: return %[[V4]]
func.func @acos(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.acos %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @atan
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.div %[[DY]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: return %[[V2]]
func.func @atan(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.atan %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sinh
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.cosh %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: return %[[V1]]
func.func @sinh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.sinh %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @cosh
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.sinh %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: return %[[V1]]
func.func @cosh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.cosh %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @asinh
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.div %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V3]]
func.func @asinh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.asinh %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @acosh
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<-1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.div %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V3]]
func.func @acosh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.acosh %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @atanh
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.sub %[[C]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.div %[[DY]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: return %[[V2]]
func.func @atanh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.atanh %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// Steps are flat.
// CHECK-LABEL: func.func @steps
// CHECK: %[[ZERO:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: return %[[ZERO]], %[[ZERO]], %[[ZERO]]
func.func @steps(%a: tensor<4xf32>, %b: tensor<4xf32>, %c: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %0 = neap.floor %a : tensor<4xf32>
  %1 = neap.ceil %b : tensor<4xf32>
  %2 = neap.sign %c : tensor<4xf32>
  return %0, %1, %2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}
