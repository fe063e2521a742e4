// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s --check-prefixes=CHECK,FIRST
// RUN: neap-opt %s --neap-show-gradient=form=1 --canonicalize | FileCheck %s --check-prefixes=CHECK,SECOND

// Forms that read the output stand beside those that read the input.

// CHECK-LABEL: func.func @leaky_relu
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C1:.*]] = neap.constant dense<2.500000e-01> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.mul %[[DY]], %[[C1]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V2:.*]] = neap.where %[[V1]], %[[DY]], %[[V]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: return %[[V2]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C1:.*]] = neap.constant dense<2.500000e-01> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.leaky_relu %[[X]] {alpha = 2.500000e-01 : f64} : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[C1]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.greater %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V3:.*]] = neap.where %[[V2]], %[[DY]], %[[V1]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: return %[[V3]]
func.func @leaky_relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.leaky_relu %x {alpha = 0.25 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @thresholded_relu
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V1:.*]] = neap.where %[[V]], %[[DY]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V1]]
func.func @thresholded_relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.thresholded_relu %x {alpha = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @shrink
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.abs %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.greater %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V2:.*]] = neap.where %[[V1]], %[[DY]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V2]]
func.func @shrink(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.shrink %x {bias = 0.25 : f64, lambd = 0.5 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @clip
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C1:.*]] = neap.constant dense<6.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C2:.*]] = neap.constant dense<-1.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.clip %[[X]] {max = 6.000000e+00 : f64, min = -1.000000e+00 : f64} : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.greater %[[V]], %[[C2]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V2:.*]] = neap.less %[[V]], %[[C1]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V3:.*]] = neap.and %[[V1]], %[[V2]] : tensor<4xi1>
// FIRST-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[DY]], %[[C]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: return %[[V4]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C1:.*]] = neap.constant dense<6.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C2:.*]] = neap.constant dense<-1.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.greater %[[X]], %[[C2]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V1:.*]] = neap.less %[[X]], %[[C1]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V2:.*]] = neap.and %[[V]], %[[V1]] : tensor<4xi1>
// SECOND-NEXT: %[[V3:.*]] = neap.where %[[V2]], %[[DY]], %[[C]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: return %[[V3]]
func.func @clip(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.clip %x {min = -1.0 : f64, max = 6.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @elu
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C1:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.exp %[[X]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[C1]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// FIRST-NEXT: %[[V3:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[DY]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: return %[[V4]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C1:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.elu %[[X]] {alpha = 2.000000e+00 : f64} : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C1]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.greater %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[DY]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: return %[[V4]]
func.func @elu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.elu %x {alpha = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @selu
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C1:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C2:.*]] = neap.constant dense<3.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.exp %[[X]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[C2]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// FIRST-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[C1]] : tensor<4xf32>
// FIRST-NEXT: %[[V4:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[V3]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: return %[[V5]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C1:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C2:.*]] = neap.constant dense<3.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.selu %[[X]] {alpha = 1.500000e+00 : f64, gamma = 2.000000e+00 : f64} : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C2]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[C1]] : tensor<4xf32>
// SECOND-NEXT: %[[V4:.*]] = neap.greater %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[V3]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: return %[[V5]]
func.func @selu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.selu %x {alpha = 1.5 : f64, gamma = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @celu
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C1:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[C1]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.exp %[[V]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// FIRST-NEXT: %[[V3:.*]] = neap.greater %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[DY]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: return %[[V4]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C1:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C2:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.celu %[[X]] {alpha = 2.000000e+00 : f64} : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[C2]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.add %[[V1]], %[[C1]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[V2]] : tensor<4xf32>
// SECOND-NEXT: %[[V4:.*]] = neap.greater %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[DY]], %[[V3]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: return %[[V5]]
func.func @celu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.celu %x {alpha = 2.0 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sigmoid
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.sigmoid %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.sub %[[C]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[V]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V3]]
func.func @sigmoid(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.sigmoid %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @hard_sigmoid
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[C2:.*]] = neap.constant dense<2.500000e-01> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.hard_sigmoid %[[X]] {alpha = 2.500000e-01 : f64} : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[C2]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.greater %[[V]], %[[C1]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V3:.*]] = neap.less %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// FIRST-NEXT: %[[V4:.*]] = neap.and %[[V2]], %[[V3]] : tensor<4xi1>
// FIRST-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[V1]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// FIRST-NEXT: return %[[V5]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[C2:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// SECOND-NEXT: %[[C3:.*]] = neap.constant dense<2.500000e-01> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.mul %[[DY]], %[[C3]] : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.mul %[[X]], %[[C3]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.add %[[V1]], %[[C2]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.greater %[[V2]], %[[C1]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V4:.*]] = neap.less %[[V2]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// SECOND-NEXT: %[[V5:.*]] = neap.and %[[V3]], %[[V4]] : tensor<4xi1>
// SECOND-NEXT: %[[V6:.*]] = neap.where %[[V5]], %[[V]], %[[C1]] : tensor<4xi1>, tensor<4xf32>
// SECOND-NEXT: return %[[V6]]
func.func @hard_sigmoid(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.hard_sigmoid %x {alpha = 0.25 : f64, beta = 0.5 : f64} : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @hard_swish
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<-3.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<3.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C4:.*]] = neap.constant dense<0.333333343> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[C4]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C3]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.greater %[[X]], %[[C2]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[DY]], %[[V2]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.less %[[X]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V6:.*]] = neap.where %[[V5]], %[[C1]], %[[V4]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: return %[[V6]]
func.func @hard_swish(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.hard_swish %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @softplus
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.sigmoid %[[X]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[V]] : tensor<4xf32>
// FIRST-NEXT: return %[[V1]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.softplus %[[X]] : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.neg %[[V]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.exp %[[V1]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.sub %[[C]], %[[V2]] : tensor<4xf32>
// SECOND-NEXT: %[[V4:.*]] = neap.mul %[[DY]], %[[V3]] : tensor<4xf32>
// SECOND-NEXT: return %[[V4]]
func.func @softplus(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.softplus %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @softsign
// FIRST-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// FIRST-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// FIRST-NEXT: %[[V:.*]] = neap.softsign %[[X]] : tensor<4xf32>
// FIRST-NEXT: %[[V1:.*]] = neap.abs %[[V]] : tensor<4xf32>
// FIRST-NEXT: %[[V2:.*]] = neap.sub %[[C]], %[[V1]] : tensor<4xf32>
// FIRST-NEXT: %[[V3:.*]] = neap.mul %[[V2]], %[[V2]] : tensor<4xf32>
// FIRST-NEXT: %[[V4:.*]] = neap.mul %[[DY]], %[[V3]] : tensor<4xf32>
// FIRST-NEXT: return %[[V4]]
// SECOND-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// SECOND-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// SECOND-NEXT: %[[V:.*]] = neap.abs %[[X]] : tensor<4xf32>
// SECOND-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C]] : tensor<4xf32>
// SECOND-NEXT: %[[V2:.*]] = neap.mul %[[V1]], %[[V1]] : tensor<4xf32>
// SECOND-NEXT: %[[V3:.*]] = neap.div %[[DY]], %[[V2]] : tensor<4xf32>
// SECOND-NEXT: return %[[V3]]
func.func @softsign(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.softsign %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @silu
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.sigmoid %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.sub %[[C]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[X]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.add %[[V2]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V]], %[[V3]] : tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.mul %[[DY]], %[[V4]] : tensor<4xf32>
// CHECK-NEXT: return %[[V5]]
func.func @silu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.silu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @mish
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.softplus %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.tanh %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[V1]], %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.sub %[[C]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.sigmoid %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.mul %[[X]], %[[V4]] : tensor<4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.mul %[[V5]], %[[V3]] : tensor<4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.add %[[V1]], %[[V6]] : tensor<4xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.mul %[[DY]], %[[V7]] : tensor<4xf32>
// CHECK-NEXT: return %[[V8]]
func.func @mish(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.mish %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @gelu
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.398942292> : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<-5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[C4:.*]] = neap.constant dense<0.707106769> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[C4]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.erf %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.add %[[V1]], %[[C3]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[V2]], %[[C2]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.mul %[[V4]], %[[C1]] : tensor<4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.exp %[[V5]] : tensor<4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[V6]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.mul %[[X]], %[[V7]] : tensor<4xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.add %[[V3]], %[[V8]] : tensor<4xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.mul %[[DY]], %[[V9]] : tensor<4xf32>
// CHECK-NEXT: return %[[V10]]
func.func @gelu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.gelu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @gelu_by_tanh
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<1.341450e-01> : tensor<4xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<0.797884583> : tensor<4xf32>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[C4:.*]] = neap.constant dense<4.471500e-02> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[C4]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.add %[[V1]], %[[C3]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[X]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V3]], %[[C2]] : tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.tanh %[[V4]] : tensor<4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.mul %[[V]], %[[C1]] : tensor<4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.add %[[V6]], %[[C3]] : tensor<4xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.mul %[[V7]], %[[C2]] : tensor<4xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.mul %[[V5]], %[[V5]] : tensor<4xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.sub %[[C3]], %[[V9]] : tensor<4xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[X]], %[[V10]] : tensor<4xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.mul %[[V11]], %[[V8]] : tensor<4xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.add %[[V5]], %[[C3]] : tensor<4xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.add %[[V13]], %[[V12]] : tensor<4xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.mul %[[V14]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.mul %[[DY]], %[[V15]] : tensor<4xf32>
// CHECK-NEXT: return %[[V16]]
func.func @gelu_by_tanh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.gelu %x {approximate = "tanh"} : tensor<4xf32>
  return %y : tensor<4xf32>
}
