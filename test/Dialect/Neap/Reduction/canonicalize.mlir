// RUN: neap-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @over_nothing
// CHECK-SAME: %[[X:.*]]: tensor<2xf32>
// CHECK-NEXT: return %[[X]]
func.func @over_nothing(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = neap.reduce_sum %x [] : tensor<2xf32> -> tensor<2xf32>
  %1 = neap.reduce_mean %0 [] : tensor<2xf32> -> tensor<2xf32>
  %2 = neap.reduce_log_sum_exp %1 [] : tensor<2xf32> -> tensor<2xf32>
  return %2 : tensor<2xf32>
}

// The absolute value is taken of one element, too.
// CHECK-LABEL: func.func @norm_over_nothing
// CHECK: neap.reduce_l1
func.func @norm_over_nothing(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = neap.reduce_l1 %x [] : tensor<2xf32> -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @constants
// CHECK-DAG: dense<24> : tensor<i64>
// CHECK-DAG: dense<{{\[}}[4, 3]]> : tensor<1x2xi64>
// CHECK-DAG: dense<[4, 6]> : tensor<2xi64>
// CHECK-DAG: dense<[1, 0]> : tensor<2xi64>
// CHECK-DAG: dense<{{\[}}[1, 0], [3, 0]]> : tensor<2x2xi64>
func.func @constants() -> (tensor<i64>, tensor<1x2xi64>, tensor<2xi64>, tensor<2xi64>, tensor<2x2xi64>) {
  %c = neap.constant dense<[[2, 1], [4, 3]]> : tensor<2x2xi64>
  %d = neap.constant dense<[[1, 1], [3, 3]]> : tensor<2x2xi64>
  %e = neap.constant dense<[[1, 5], [3, 1]]> : tensor<2x2xi64>
  %0 = neap.reduce_prod %c [0, 1] {keepdims = false} : tensor<2x2xi64> -> tensor<i64>
  %1 = neap.reduce_max %c [0] : tensor<2x2xi64> -> tensor<1x2xi64>
  %2 = neap.reduce_sum %e [0] {keepdims = false} : tensor<2x2xi64> -> tensor<2xi64>
  %3 = neap.arg_max %e axis 0 {keepdims = false} : tensor<2x2xi64> -> tensor<2xi64>
  %4 = neap.cumsum %d axis 1 {exclusive, reverse} : tensor<2x2xi64>
  return %0, %1, %2, %3, %4 : tensor<i64>, tensor<1x2xi64>, tensor<2xi64>, tensor<2xi64>, tensor<2x2xi64>
}

// Of equals, the first or the last.
// CHECK-LABEL: func.func @ties
// CHECK-DAG: %[[FIRST:.*]] = neap.constant dense<1> : tensor<1xi64>
// CHECK-DAG: %[[LAST:.*]] = neap.constant dense<3> : tensor<1xi64>
// CHECK: return %[[FIRST]], %[[LAST]]
func.func @ties() -> (tensor<1xi64>, tensor<1xi64>) {
  %c = neap.constant dense<[2.0, 7.0, 1.0, 7.0]> : tensor<4xf32>
  %0 = neap.arg_max %c axis 0 : tensor<4xf32> -> tensor<1xi64>
  %1 = neap.arg_max %c axis 0 {select_last_index} : tensor<4xf32> -> tensor<1xi64>
  return %0, %1 : tensor<1xi64>, tensor<1xi64>
}

// CHECK-LABEL: func.func @norms_of_constants
// CHECK-DAG: %[[L1:.*]] = neap.constant dense<7.000000e+00> : tensor<1xf32>
// CHECK-DAG: %[[L2:.*]] = neap.constant dense<5.000000e+00> : tensor<1xf32>
// CHECK-DAG: %[[SQUARES:.*]] = neap.constant dense<2.500000e+01> : tensor<1xf32>
// CHECK-DAG: %[[LOG:.*]] = neap.constant dense<0.000000e+00> : tensor<1xf32>
// CHECK-DAG: %[[MEAN:.*]] = neap.constant dense<5.000000e-01> : tensor<1xf32>
// CHECK-DAG: %[[LEAST:.*]] = neap.constant dense<-3.000000e+00> : tensor<1xf32>
// CHECK-DAG: %[[WHERE:.*]] = neap.constant dense<0> : tensor<1xi64>
// CHECK: return %[[L1]], %[[L2]], %[[SQUARES]], %[[LOG]], %[[MEAN]], %[[LEAST]], %[[WHERE]]
func.func @norms_of_constants()
    -> (tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xi64>) {
  %c = neap.constant dense<[-3.0, 4.0]> : tensor<2xf32>
  %0 = neap.reduce_l1 %c [0] : tensor<2xf32> -> tensor<1xf32>
  %1 = neap.reduce_l2 %c [0] : tensor<2xf32> -> tensor<1xf32>
  %2 = neap.reduce_sum_square %c [0] : tensor<2xf32> -> tensor<1xf32>
  %3 = neap.reduce_log_sum %c [0] : tensor<2xf32> -> tensor<1xf32>
  %4 = neap.reduce_mean %c [0] : tensor<2xf32> -> tensor<1xf32>
  %5 = neap.reduce_min %c [0] : tensor<2xf32> -> tensor<1xf32>
  %6 = neap.arg_min %c axis 0 : tensor<2xf32> -> tensor<1xi64>
  return %0, %1, %2, %3, %4, %5, %6
      : tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xi64>
}
