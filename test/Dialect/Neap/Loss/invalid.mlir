// RUN: neap-opt %s -split-input-file -verify-diagnostics

func.func @scores_without_classes(%x: tensor<4xf32>, %t: tensor<4xi64>) {
  // expected-error @+2 {{expected scores of rank 2 or more, [samples, classes, …], found 'tensor<4xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %a, %b, %c = "neap.softmax_cross_entropy"(%x, %t) : (tensor<4xf32>, tensor<4xi64>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>)
  return
}

// -----

func.func @class_axis_of_the_samples(%x: tensor<4x3xf32>, %t: tensor<3xi64>) {
  // expected-error @+2 {{expected a class axis from 1 to 1, found 0}}
  // expected-error @+1 {{failed to infer returned types}}
  %a, %b = neap.nll %x, %t {class_axis = 0 : i64} : tensor<4x3xf32>, tensor<3xi64> -> tensor<4xf32>, tensor<4xf32>
  return
}

// -----

func.func @target_of_another_shape(%x: tensor<4x3xf32>, %t: tensor<5xi64>) {
  // expected-error @+2 {{expected a target of shape 'tensor<4xi64>' for scores 'tensor<4x3xf32>', found 'tensor<5xi64>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %a, %b = neap.nll %x, %t : tensor<4x3xf32>, tensor<5xi64> -> tensor<4xf32>, tensor<4xf32>
  return
}

// -----

func.func @smoothing_above_one(%x: tensor<4x3xf32>, %t: tensor<4xi64>) {
  // expected-error @+1 {{expected label smoothing from 0 to 1, found 1.5}}
  %a, %b, %c = neap.softmax_cross_entropy %x, %t {label_smoothing = 1.5 : f64} : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  return
}

// -----

func.func @gradient_of_another_batch(%g: tensor<3xf32>, %x: tensor<4x3xf32>) {
  // expected-error @+1 {{expected a gradient per sample of type 'tensor<4xf32>', found 'tensor<3xf32>'}}
  %a = neap.mse_backward %g, %x, %x : tensor<3xf32>, tensor<4x3xf32>
  return
}
