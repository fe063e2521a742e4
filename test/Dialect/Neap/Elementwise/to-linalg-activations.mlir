// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-LABEL: func.func @leaky_relu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V:.*]] = arith.mulf %[[E]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V1:.*]] = arith.cmpf ogt, %[[E]], %[[C1]]
// CHECK-NEXT: %[[V2:.*]] = arith.select %[[V1]], %[[E]], %[[V]]
// CHECK-NEXT: linalg.yield %[[V2]]
func.func @leaky_relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.leaky_relu %x {alpha = 0.25 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @thresholded_relu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V:.*]] = arith.cmpf ogt, %[[E]], %[[C1]]
// CHECK-NEXT: %[[V1:.*]] = arith.select %[[V]], %[[E]], %[[C]]
// CHECK-NEXT: linalg.yield %[[V1]]
func.func @thresholded_relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.thresholded_relu %x {alpha = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @shrink
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant -2.500000e-01
// CHECK-NEXT: %[[V:.*]] = arith.addf %[[E]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.cmpf ogt, %[[E]], %[[C2]]
// CHECK-NEXT: %[[V2:.*]] = arith.select %[[V1]], %[[V]], %[[C]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[E]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant -5.000000e-01
// CHECK-NEXT: %[[V4:.*]] = arith.cmpf olt, %[[E]], %[[C4]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[V3]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V5]]
func.func @shrink(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.shrink %x {bias = 0.25 : f64, lambd = 0.5 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @elu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = math.expm1 %[[E]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[V]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.cmpf ogt, %[[E]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.select %[[V2]], %[[E]], %[[V1]]
// CHECK-NEXT: linalg.yield %[[V3]]
func.func @elu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.elu %x {alpha = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @selu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = math.expm1 %[[E]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.500000e+00
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[V]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.cmpf ogt, %[[E]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.select %[[V2]], %[[E]], %[[V1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[V3]], %[[C2]]
// CHECK-NEXT: linalg.yield %[[V4]]
func.func @selu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.selu %x {alpha = 1.5 : f64, gamma = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @celu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V:.*]] = arith.mulf %[[E]], %[[C]]
// CHECK-NEXT: %[[V1:.*]] = math.expm1 %[[V]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[V1]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V3:.*]] = arith.cmpf ogt, %[[E]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.select %[[V3]], %[[E]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V4]]
func.func @celu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.celu %x {alpha = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sigmoid
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = arith.negf %[[E]]
// CHECK-NEXT: %[[V1:.*]] = math.exp %[[V]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[V1]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V3:.*]] = arith.divf %[[C1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
func.func @sigmoid(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.sigmoid %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @hard_sigmoid
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[C2:.*]] = arith.constant 2.500000e-01
// CHECK-NEXT: %[[V:.*]] = arith.mulf %[[E]], %[[C2]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.addf %[[V]], %[[C3]]
// CHECK-NEXT: %[[V2:.*]] = arith.minimumf %[[V1]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.maximumf %[[V2]], %[[C]]
// CHECK-NEXT: linalg.yield %[[V3]]
func.func @hard_sigmoid(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.hard_sigmoid %x {alpha = 0.25 : f64, beta = 0.5 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @hard_swish
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.166666672
// CHECK-NEXT: %[[V:.*]] = arith.mulf %[[E]], %[[C2]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V1:.*]] = arith.addf %[[V]], %[[C3]]
// CHECK-NEXT: %[[V2:.*]] = arith.minimumf %[[V1]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.maximumf %[[V2]], %[[C]]
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[E]], %[[V3]]
// CHECK-NEXT: linalg.yield %[[V4]]
func.func @hard_swish(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.hard_swish %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @softsign
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = math.absf %[[E]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V1:.*]] = arith.addf %[[V]], %[[C]]
// CHECK-NEXT: %[[V2:.*]] = arith.divf %[[E]], %[[V1]]
// CHECK-NEXT: linalg.yield %[[V2]]
func.func @softsign(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.softsign %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @silu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = arith.negf %[[E]]
// CHECK-NEXT: %[[V1:.*]] = math.exp %[[V]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[V1]], %[[C]]
// CHECK-NEXT: %[[V3:.*]] = arith.divf %[[E]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
func.func @silu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.silu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @gelu
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.707106769
// CHECK-NEXT: %[[V:.*]] = arith.mulf %[[E]], %[[C]]
// CHECK-NEXT: %[[V1:.*]] = math.erf %[[V]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[V1]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[E]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[V3]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V4]]
func.func @gelu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.gelu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @gelu_by_tanh
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = arith.mulf %[[E]], %[[E]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 4.471500e-02
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[V]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[V1]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[E]], %[[V2]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.797884583
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[V3]], %[[C2]]
// CHECK-NEXT: %[[V5:.*]] = math.tanh %[[V4]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V6:.*]] = arith.addf %[[V5]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V7:.*]] = arith.mulf %[[E]], %[[C4]]
// CHECK-NEXT: %[[V8:.*]] = arith.mulf %[[V7]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V8]]
func.func @gelu_by_tanh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.gelu %x {approximate = "tanh"} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// Nothing overflows: the exponential is of -|x|.
// CHECK-LABEL: func.func @mish
// CHECK: ^bb0(%[[E:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V:.*]] = math.absf %[[E]]
// CHECK-NEXT: %[[V1:.*]] = arith.negf %[[V]]
// CHECK-NEXT: %[[V2:.*]] = math.exp %[[V1]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V3:.*]] = arith.cmpf ogt, %[[E]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V5:.*]] = arith.mulf %[[V2]], %[[V2]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V3]], %[[C2]], %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.addf %[[V6]], %[[V4]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V8:.*]] = arith.select %[[V3]], %[[V5]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V9:.*]] = arith.mulf %[[V8]], %[[C4]]
// CHECK-NEXT: %[[V10:.*]] = arith.addf %[[V7]], %[[V9]]
// CHECK-NEXT: %[[V11:.*]] = arith.divf %[[V7]], %[[V10]]
// CHECK-NEXT: %[[V12:.*]] = arith.mulf %[[E]], %[[V11]]
// CHECK-NEXT: linalg.yield %[[V12]]
func.func @mish(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.mish %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
