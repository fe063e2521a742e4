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

// -----

func.func @gradient_of_another_l1(%g: tensor<3xf32>, %x: tensor<4x3xf32>) {
  // expected-error @+1 {{expected a gradient per sample of type 'tensor<4xf32>', found 'tensor<3xf32>'}}
  %a = neap.l1_backward %g, %x, %x : tensor<3xf32>, tensor<4x3xf32>
  return
}

// -----

func.func @gradient_of_another_huber(%g: tensor<3xf32>, %x: tensor<4x3xf32>) {
  // expected-error @+1 {{expected a gradient per sample of type 'tensor<4xf32>', found 'tensor<3xf32>'}}
  %a = neap.huber_backward %g, %x, %x : tensor<3xf32>, tensor<4x3xf32>
  return
}

// -----

func.func @gradient_of_another_bce_with_logits(%g: tensor<3xf32>, %x: tensor<4x3xf32>) {
  // expected-error @+1 {{expected a gradient per sample of type 'tensor<4xf32>', found 'tensor<3xf32>'}}
  %a = neap.bce_with_logits_backward %g, %x, %x : tensor<3xf32>, tensor<4x3xf32>
  return
}

// -----

func.func @target_of_another_mse(%x: tensor<4x3xf32>, %t: tensor<4x2xf32>) {
  // expected-error @+1 {{failed to verify that all of {output, target} have same type}}
  %a = "neap.mse"(%x, %t) : (tensor<4x3xf32>, tensor<4x2xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @target_of_another_l1(%x: tensor<4x3xf32>, %t: tensor<4x2xf32>) {
  // expected-error @+1 {{failed to verify that all of {output, target} have same type}}
  %a = "neap.l1"(%x, %t) : (tensor<4x3xf32>, tensor<4x2xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @target_of_another_huber(%x: tensor<4x3xf32>, %t: tensor<4x2xf32>) {
  // expected-error @+1 {{failed to verify that all of {output, target} have same type}}
  %a = "neap.huber"(%x, %t) : (tensor<4x3xf32>, tensor<4x2xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @target_of_another_bce_with_logits(%x: tensor<4x3xf32>, %t: tensor<4x2xf32>) {
  // expected-error @+1 {{failed to verify that all of {output, target} have same type}}
  %a = "neap.bce_with_logits"(%x, %t) : (tensor<4x3xf32>, tensor<4x2xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @probabilities_of_other_classes(%x: tensor<4x3xf32>, %t: tensor<4x2xf32>) {
  // expected-error @+2 {{expected probabilities of the type of the scores 'tensor<4x3xf32>', found 'tensor<4x2xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %a, %b, %c = "neap.soft_target_cross_entropy"(%x, %t) : (tensor<4x3xf32>, tensor<4x2xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>)
  return
}

// -----

func.func @smoothing_below_zero(%x: tensor<4x3xf32>) {
  // expected-error @+1 {{expected label smoothing from 0 to 1, found -5.000000e-01}}
  %a, %b, %c = neap.soft_target_cross_entropy %x, %x {label_smoothing = -0.5 : f64} : tensor<4x3xf32>, tensor<4x3xf32> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  return
}

// -----

func.func @log_sum_exp_of_another_shape(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %t: tensor<4xi64>, %l: tensor<4x3xf32>) {
  // expected-error @+1 {{expected a log-sum-exp of type 'tensor<4xf32>', found 'tensor<4x3xf32>'}}
  %a = neap.softmax_cross_entropy_backward %g, %x, %t, %l : tensor<4xf32>, tensor<4x3xf32>, tensor<4xi64>, tensor<4x3xf32>
  return
}

// -----

func.func @log_sum_exp_of_another_batch(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %l: tensor<3xf32>) {
  // expected-error @+1 {{expected a log-sum-exp of type 'tensor<4xf32>', found 'tensor<3xf32>'}}
  %a = neap.soft_target_cross_entropy_backward %g, %x, %x, %l, %l : tensor<4xf32>, tensor<4x3xf32>, tensor<3xf32>
  return
}

// -----

func.func @gradient_of_another_nll(%g: tensor<3xf32>, %t: tensor<4xi64>) {
  // expected-error @+1 {{expected a gradient per sample of type 'tensor<4xf32>', found 'tensor<3xf32>'}}
  %a = neap.nll_backward %g, %t : tensor<3xf32>, tensor<4xi64> -> tensor<4x3xf32>
  return
}
