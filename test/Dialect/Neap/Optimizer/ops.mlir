// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @every_rule
// CHECK: neap.sgd %{{.*}}, %{{.*}} scalars(%{{.*}}) : tensor<3xf32>, tensor<3xf32>, (tensor<f32>) -> tensor<3xf32>
// CHECK: neap.sgd %{{.*}}, %{{.*}} scalars(%{{.*}}, %{{.*}}) slots(%{{.*}}) {dampening = 5.000000e-01 : f64, momentum = 9.000000e-01 : f64}
// CHECK: neap.bias_correction %{{.*}} beta 9.000000e-01 : tensor<i64> -> tensor<f32>
// CHECK: neap.bias_correction %{{.*}} beta {{.*}} root : tensor<i64>
// CHECK: neap.adam
// CHECK: neap.adamw
// CHECK: neap.adagrad
// CHECK: neap.rmsprop
// CHECK: neap.lion
func.func @every_rule(%w: tensor<3xf32>, %g: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>, %lr: tensor<f32>, %step: tensor<i64>) {
  %0 = neap.sgd %w, %g scalars(%lr) : tensor<3xf32>, tensor<3xf32>, (tensor<f32>) -> tensor<3xf32>
  %1:2 = neap.sgd %w, %g scalars(%lr, %step) slots(%m) {momentum = 0.9 : f64, dampening = 0.5 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<i64>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  %c1 = neap.bias_correction %step beta 0.9 : tensor<i64> -> tensor<f32>
  %c2 = neap.bias_correction %step beta 0.999 root : tensor<i64> -> tensor<f32>
  %2:3 = neap.adam %w, %g scalars(%lr, %c1, %c2) slots(%m, %v) {beta1 = 0.9 : f64, beta2 = 0.999 : f64, eps = 1.0e-8 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  %3:3 = neap.adamw %w, %g scalars(%lr, %c1, %c2) slots(%m, %v) {beta1 = 0.9 : f64, beta2 = 0.999 : f64, eps = 1.0e-8 : f64, weight_decay = 0.01 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  %4:2 = neap.adagrad %w, %g scalars(%lr) slots(%v) {eps = 1.0e-10 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  %5:3 = neap.rmsprop %w, %g scalars(%lr) slots(%v, %m) {alpha = 0.9 : f64, eps = 1.0e-8 : f64, momentum = 0.9 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  %6:2 = neap.lion %w, %g scalars(%lr) slots(%m) {beta1 = 0.9 : f64, beta2 = 0.99 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  return
}
