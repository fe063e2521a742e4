// RUN: neap-opt %s -split-input-file -verify-diagnostics

func.func @momentum_without_slot(%w: tensor<3xf32>, %lr: tensor<f32>) {
  // expected-error @+1 {{expected 1 slots, found 0}}
  %0 = neap.sgd %w, %w scalars(%lr) {momentum = 0.9 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>) -> tensor<3xf32>
  return
}

// -----

func.func @adam_without_corrections(%w: tensor<3xf32>, %lr: tensor<f32>) {
  // expected-error @+1 {{expected 3 scalars, found 1}}
  %0:3 = neap.adam %w, %w scalars(%lr) slots(%w, %w) {beta1 = 0.9 : f64, beta2 = 0.999 : f64, eps = 1.0e-8 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  return
}

// -----

func.func @gradient_of_another_type(%w: tensor<3xf32>, %g: tensor<4xf32>, %lr: tensor<f32>) {
  // expected-error @+2 {{expected a gradient of the weight's type 'tensor<3xf32>', found 'tensor<4xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = neap.sgd %w, %g scalars(%lr) : tensor<3xf32>, tensor<4xf32>, (tensor<f32>) -> tensor<3xf32>
  return
}

// -----

func.func @rate_per_element(%w: tensor<3xf32>) {
  // expected-error @+1 {{expected scalar 0 of rank 0, found 'tensor<3xf32>'}}
  %0 = neap.sgd %w, %w scalars(%w) : tensor<3xf32>, tensor<3xf32>, (tensor<3xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @average_that_never_fills(%step: tensor<i64>) {
  // expected-error @+1 {{expected beta of at least 0 and below 1, found 1}}
  %0 = neap.bias_correction %step beta 1.0 : tensor<i64> -> tensor<f32>
  return
}

// -----

func.func @adamw_with_one_slot(%w: tensor<3xf32>, %lr: tensor<f32>) {
  // expected-error @+1 {{expected 2 slots, found 1}}
  %0:2 = neap.adamw %w, %w scalars(%lr, %lr, %lr) slots(%w) {beta1 = 0.9 : f64, beta2 = 0.999 : f64, eps = 1.0e-8 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>
  return
}

// -----

func.func @amsgrad_without_its_slot(%w: tensor<3xf32>, %lr: tensor<f32>) {
  // expected-error @+1 {{expected 3 slots, found 2}}
  %0:3 = neap.adam %w, %w scalars(%lr, %lr, %lr) slots(%w, %w) {beta1 = 0.9 : f64, beta2 = 0.999 : f64, eps = 1.0e-8 : f64, amsgrad}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  return
}

// -----

func.func @adagrad_without_sum(%w: tensor<3xf32>, %lr: tensor<f32>) {
  // expected-error @+1 {{expected 1 slots, found 0}}
  %0 = neap.adagrad %w, %w scalars(%lr) {eps = 1.0e-10 : f64} : tensor<3xf32>, tensor<3xf32>, (tensor<f32>) -> tensor<3xf32>
  return
}

// -----

func.func @rmsprop_with_a_buffer_too_many(%w: tensor<3xf32>, %lr: tensor<f32>) {
  // expected-error @+1 {{expected 1 slots, found 2}}
  %0:3 = neap.rmsprop %w, %w scalars(%lr) slots(%w, %w) {alpha = 0.9 : f64, eps = 1.0e-8 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  return
}

// -----

func.func @lion_slot_of_another_shape(%w: tensor<3xf32>, %m: tensor<4xf32>, %lr: tensor<f32>) {
  // expected-error @+2 {{expected slot 0 of the weight's type 'tensor<3xf32>', found 'tensor<4xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0:2 = neap.lion %w, %w scalars(%lr) slots(%m) {beta1 = 0.9 : f64, beta2 = 0.99 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>), (tensor<4xf32>) -> tensor<3xf32>, tensor<4xf32>
  return
}
