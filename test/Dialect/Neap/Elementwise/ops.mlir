// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @two_operands
func.func @two_operands(%a: tensor<2x3xf32>, %b: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // CHECK: neap.add %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %0 = neap.add %a, %b : tensor<2x3xf32>
  // CHECK: neap.sub %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %1 = neap.sub %0, %b : tensor<2x3xf32>
  // CHECK: neap.mul %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %2 = neap.mul %1, %b : tensor<2x3xf32>
  // CHECK: neap.div %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %3 = neap.div %2, %b : tensor<2x3xf32>
  // CHECK: neap.pow %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %4 = neap.pow %3, %b : tensor<2x3xf32>
  // CHECK: neap.max %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %5 = neap.max %4, %b : tensor<2x3xf32>
  // CHECK: neap.min %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %6 = neap.min %5, %b : tensor<2x3xf32>
  // CHECK: neap.mod %{{.*}}, %{{.*}} {fmod} : tensor<2x3xf32>
  %7 = neap.mod %6, %b {fmod} : tensor<2x3xf32>
  // CHECK: neap.prelu
  %8 = neap.prelu %7, %b : tensor<2x3xf32>
  return %8 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @one_operand
func.func @one_operand(%x: tensor<4xf64>) -> tensor<4xf64> {
  // CHECK: neap.neg %{{.*}} : tensor<4xf64>
  %neg = neap.neg %x : tensor<4xf64>
  // CHECK: neap.abs %{{.*}} : tensor<4xf64>
  %abs = neap.abs %neg : tensor<4xf64>
  // CHECK: neap.sqrt %{{.*}} : tensor<4xf64>
  %sqrt = neap.sqrt %abs : tensor<4xf64>
  // CHECK: neap.log %{{.*}} : tensor<4xf64>
  %log = neap.log %sqrt : tensor<4xf64>
  // CHECK: neap.exp %{{.*}} : tensor<4xf64>
  %exp = neap.exp %log : tensor<4xf64>
  // CHECK: neap.reciprocal %{{.*}} : tensor<4xf64>
  %reciprocal = neap.reciprocal %exp : tensor<4xf64>
  // CHECK: neap.erf %{{.*}} : tensor<4xf64>
  %erf = neap.erf %reciprocal : tensor<4xf64>
  // CHECK: neap.floor %{{.*}} : tensor<4xf64>
  %floor = neap.floor %erf : tensor<4xf64>
  // CHECK: neap.ceil %{{.*}} : tensor<4xf64>
  %ceil = neap.ceil %floor : tensor<4xf64>
  // CHECK: neap.round %{{.*}} : tensor<4xf64>
  %round = neap.round %ceil : tensor<4xf64>
  // CHECK: neap.sign %{{.*}} : tensor<4xf64>
  %sign = neap.sign %round : tensor<4xf64>
  return %sign : tensor<4xf64>
}

// CHECK-LABEL: func.func @integers
func.func @integers(%a: tensor<4xi64>, %b: tensor<4xi64>) -> tensor<4xi64> {
  // CHECK: neap.div %{{.*}}, %{{.*}} : tensor<4xi64>
  %0 = neap.div %a, %b : tensor<4xi64>
  // CHECK: neap.mod %{{.*}}, %{{.*}} : tensor<4xi64>
  %1 = neap.mod %0, %b : tensor<4xi64>
  // CHECK: neap.and %{{.*}}, %{{.*}} : tensor<4xi64>
  %2 = neap.and %1, %b : tensor<4xi64>
  // CHECK: neap.relu %{{.*}} : tensor<4xi64>
  %3 = neap.relu %2 : tensor<4xi64>
  return %3 : tensor<4xi64>
}

// CHECK-LABEL: func.func @choice
func.func @choice(%a: tensor<4xbf16>, %b: tensor<4xbf16>) -> tensor<4xbf16> {
  // CHECK: neap.greater_equal %{{.*}}, %{{.*}} : tensor<4xbf16> -> tensor<4xi1>
  %0 = neap.greater_equal %a, %b : tensor<4xbf16> -> tensor<4xi1>
  // CHECK: neap.is_inf %{{.*}} {detect_negative = false} : tensor<4xbf16> -> tensor<4xi1>
  %1 = neap.is_inf %a {detect_negative = false} : tensor<4xbf16> -> tensor<4xi1>
  // CHECK: neap.xor %{{.*}}, %{{.*}} : tensor<4xi1>
  %2 = neap.xor %0, %1 : tensor<4xi1>
  // CHECK: neap.where %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xi1>, tensor<4xbf16>
  %3 = neap.where %2, %a, %b : tensor<4xi1>, tensor<4xbf16>
  return %3 : tensor<4xbf16>
}

// CHECK-LABEL: func.func @conversions
func.func @conversions(%x: tensor<4xf32>) -> tensor<4xi1> {
  // CHECK: neap.cast %{{.*}} {to = i32} : tensor<4xf32> -> tensor<4xi32>
  %0 = neap.cast %x {to = i32} : tensor<4xf32> -> tensor<4xi32>
  // CHECK: neap.cast %{{.*}} {to = f16} : tensor<4xi32> -> tensor<4xf16>
  %1 = neap.cast %0 {to = f16} : tensor<4xi32> -> tensor<4xf16>
  // CHECK: neap.cast %{{.*}} {to = i1} : tensor<4xf16> -> tensor<4xi1>
  %2 = neap.cast %1 {to = i1} : tensor<4xf16> -> tensor<4xi1>
  return %2 : tensor<4xi1>
}

// CHECK-LABEL: func.func @activations
func.func @activations(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: neap.relu %{{.*}} : tensor<4xf32>
  %0 = neap.relu %x : tensor<4xf32>
  // CHECK: neap.leaky_relu %{{.*}} {alpha = 2.000000e-01 : f64} : tensor<4xf32>
  %1 = neap.leaky_relu %0 {alpha = 0.2 : f64} : tensor<4xf32>
  // CHECK: neap.clip %{{.*}} {max = 6.000000e+00 : f64, min = 0.000000e+00 : f64} : tensor<4xf32>
  %2 = neap.clip %1 {min = 0.0 : f64, max = 6.0 : f64} : tensor<4xf32>
  // CHECK: neap.gelu %{{.*}} {approximate = "tanh"} : tensor<4xf32>
  %3 = neap.gelu %2 {approximate = "tanh"} : tensor<4xf32>
  // CHECK: neap.selu %{{.*}} : tensor<4xf32>
  %4 = neap.selu %3 : tensor<4xf32>
  return %4 : tensor<4xf32>
}

// CHECK-LABEL: func.func @trigonometry
func.func @trigonometry(%x: tensor<4xf64>) -> tensor<4xf64> {
  // CHECK: neap.sin %{{.*}} : tensor<4xf64>
  %0 = neap.sin %x : tensor<4xf64>
  // CHECK: neap.cos %{{.*}} : tensor<4xf64>
  %1 = neap.cos %0 : tensor<4xf64>
  // CHECK: neap.tan %{{.*}} : tensor<4xf64>
  %2 = neap.tan %1 : tensor<4xf64>
  // CHECK: neap.asin %{{.*}} : tensor<4xf64>
  %3 = neap.asin %2 : tensor<4xf64>
  // CHECK: neap.acos %{{.*}} : tensor<4xf64>
  %4 = neap.acos %3 : tensor<4xf64>
  // CHECK: neap.atan %{{.*}} : tensor<4xf64>
  %5 = neap.atan %4 : tensor<4xf64>
  // CHECK: neap.sinh %{{.*}} : tensor<4xf64>
  %6 = neap.sinh %5 : tensor<4xf64>
  // CHECK: neap.cosh %{{.*}} : tensor<4xf64>
  %7 = neap.cosh %6 : tensor<4xf64>
  // CHECK: neap.tanh %{{.*}} : tensor<4xf64>
  %8 = neap.tanh %7 : tensor<4xf64>
  // CHECK: neap.asinh %{{.*}} : tensor<4xf64>
  %9 = neap.asinh %8 : tensor<4xf64>
  // CHECK: neap.acosh %{{.*}} : tensor<4xf64>
  %10 = neap.acosh %9 : tensor<4xf64>
  // CHECK: neap.atanh %{{.*}} : tensor<4xf64>
  %11 = neap.atanh %10 : tensor<4xf64>
  return %11 : tensor<4xf64>
}

// Attributes of default value are left out.
// CHECK-LABEL: func.func @more_activations
func.func @more_activations(%x: tensor<2x2xf16>) -> tensor<2x2xf16> {
  // CHECK: neap.thresholded_relu %{{.*}} {alpha = 5.000000e-01 : f64} : tensor<2x2xf16>
  %0 = neap.thresholded_relu %x {alpha = 0.5 : f64} : tensor<2x2xf16>
  // CHECK: neap.shrink %{{.*}} {bias = 1.000000e+00 : f64, lambd = 2.000000e+00 : f64} : tensor<2x2xf16>
  %1 = neap.shrink %0 {bias = 1.0 : f64, lambd = 2.0 : f64} : tensor<2x2xf16>
  // CHECK: neap.elu %{{.*}} {alpha = 2.000000e+00 : f64} : tensor<2x2xf16>
  %2 = neap.elu %1 {alpha = 2.0 : f64} : tensor<2x2xf16>
  // CHECK: neap.celu %{{.*}} {alpha = 2.000000e+00 : f64} : tensor<2x2xf16>
  %3 = neap.celu %2 {alpha = 2.0 : f64} : tensor<2x2xf16>
  // CHECK: neap.sigmoid %{{.*}} : tensor<2x2xf16>
  %4 = neap.sigmoid %3 : tensor<2x2xf16>
  // CHECK: neap.hard_sigmoid %{{.*}} {alpha = 2.500000e-01 : f64, beta = 2.500000e-01 : f64} : tensor<2x2xf16>
  %5 = neap.hard_sigmoid %4 {alpha = 0.25 : f64, beta = 0.25 : f64} : tensor<2x2xf16>
  // CHECK: neap.hard_swish %{{.*}} : tensor<2x2xf16>
  %6 = neap.hard_swish %5 : tensor<2x2xf16>
  // CHECK: neap.softplus %{{.*}} : tensor<2x2xf16>
  %7 = neap.softplus %6 : tensor<2x2xf16>
  // CHECK: neap.softsign %{{.*}} : tensor<2x2xf16>
  %8 = neap.softsign %7 : tensor<2x2xf16>
  // CHECK: neap.silu %{{.*}} : tensor<2x2xf16>
  %9 = neap.silu %8 : tensor<2x2xf16>
  // CHECK: neap.mish %{{.*}} : tensor<2x2xf16>
  %10 = neap.mish %9 : tensor<2x2xf16>
  // CHECK: neap.leaky_relu %{{.*}} : tensor<2x2xf16>
  %11 = neap.leaky_relu %10 {alpha = 0.01 : f64} : tensor<2x2xf16>
  // CHECK: neap.gelu %{{.*}} : tensor<2x2xf16>
  %12 = neap.gelu %11 {approximate = "none"} : tensor<2x2xf16>
  return %12 : tensor<2x2xf16>
}

// CHECK-LABEL: func.func @comparisons
func.func @comparisons(%a: tensor<4xi32>, %b: tensor<4xi32>, %x: tensor<4xf32>) -> tensor<4xi1> {
  // CHECK: neap.equal %{{.*}}, %{{.*}} : tensor<4xi32> -> tensor<4xi1>
  %0 = neap.equal %a, %b : tensor<4xi32> -> tensor<4xi1>
  // CHECK: neap.not_equal %{{.*}}, %{{.*}} : tensor<4xi32> -> tensor<4xi1>
  %1 = neap.not_equal %a, %b : tensor<4xi32> -> tensor<4xi1>
  // CHECK: neap.less %{{.*}}, %{{.*}} : tensor<4xi32> -> tensor<4xi1>
  %2 = neap.less %a, %b : tensor<4xi32> -> tensor<4xi1>
  // CHECK: neap.less_equal %{{.*}}, %{{.*}} : tensor<4xi32> -> tensor<4xi1>
  %3 = neap.less_equal %a, %b : tensor<4xi32> -> tensor<4xi1>
  // CHECK: neap.greater %{{.*}}, %{{.*}} : tensor<4xi32> -> tensor<4xi1>
  %4 = neap.greater %a, %b : tensor<4xi32> -> tensor<4xi1>
  // CHECK: neap.is_nan %{{.*}} : tensor<4xf32> -> tensor<4xi1>
  %5 = neap.is_nan %x : tensor<4xf32> -> tensor<4xi1>
  // CHECK: neap.or %{{.*}}, %{{.*}} : tensor<4xi1>
  %6 = neap.or %0, %1 : tensor<4xi1>
  // CHECK: neap.and %{{.*}}, %{{.*}} : tensor<4xi1>
  %7 = neap.and %6, %2 : tensor<4xi1>
  // CHECK: neap.not %{{.*}} : tensor<4xi1>
  %8 = neap.not %7 : tensor<4xi1>
  return %8 : tensor<4xi1>
}
