// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @every_op
// CHECK: neap.random_key %{{.*}}, %{{.*}}, %{{.*}} id 3 : tensor<i64>, tensor<i64>, tensor<i64> -> tensor<i64>
// CHECK: neap.dropout %{{.*}}, %{{.*}} ratio 5.000000e-01 : tensor<4x8xf32>, tensor<i64>
// CHECK: neap.dropout_mask %{{.*}} {ratio = 5.000000e-01 : f64} : tensor<i64> -> tensor<4x8xi1>
// CHECK: neap.random_uniform
// CHECK: neap.random_normal
// CHECK: neap.bernoulli
func.func @every_op(%x: tensor<4x8xf32>, %seed: tensor<i64>, %step: tensor<i64>, %microbatch: tensor<i64>) {
  %key = neap.random_key %seed, %step, %microbatch id 3 : tensor<i64>, tensor<i64>, tensor<i64> -> tensor<i64>
  %y = neap.dropout %x, %key ratio 0.5 : tensor<4x8xf32>, tensor<i64>
  %m = neap.dropout_mask %key {ratio = 0.5 : f64} : tensor<i64> -> tensor<4x8xi1>
  %u = neap.random_uniform %key {low = -1.0 : f64} : tensor<i64> -> tensor<5xf32>
  %z = neap.random_normal %key {scale = 2.0 : f64} : tensor<i64> -> tensor<5xf64>
  %b = neap.bernoulli %x, %key : tensor<4x8xf32>, tensor<i64> -> tensor<4x8xi1>
  return
}
